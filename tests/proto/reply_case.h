/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reply_case.h - one row of a protocol's test: what the server says, and what must be made of it. */
#ifndef TLSWALK_REPLY_CASE_H
#define TLSWALK_REPLY_CASE_H

#include "proto/proto.h"

#define BYTES(literal) {(const unsigned char *)(literal), sizeof(literal) - 1}

/* A reply, or bytes that are none. Fields left out must come out empty or 0. */
struct reply_case {
    const char *name;
    struct span in;
    enum say what;       /* what was asked; IMAP's tag is "w1" */
    size_t rest;         /* bytes of `in` that do not belong to the reply */
    size_t broken_at;    /* not 0: from this many bytes on, the bytes are refused */
    enum answer answer;
    int code;
    int enhanced[3];
    const char *resp_code, *text, *challenge;
    const char *first, *last; /* NULL: not looked at */
    unsigned lines;           /* 0: one */
    unsigned odd;
};
/* Feeds in cut at every byte: nothing until it is complete, then always the same. */
void reply_case_check(const struct proto *p, const struct reply_case *c);

/* A feature list. Lists are written with "|" between. */
struct caps_case {
    const char *name;
    struct span in;
    enum say what;
    int result;
    const char *list, *mechs;
    const char *apop;
    const char *flags; /* of: starttls login_disabled sasl_ir literal_plus pop3_user; in this order, a space between */
    unsigned odd;
};
void caps_case_check(const struct proto *p, const struct caps_case *c);

/* A command. */
struct say_case {
    const char *name;
    enum say what;
    struct words words;
    const char *out; /* NULL: must be refused, and nothing be written */
};
void say_case_check(const struct proto *p, const struct say_case *c);

#endif
