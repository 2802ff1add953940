/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stage.h - the stages of a walk, their verdicts, and the order as data. */
#ifndef TLSWALK_STAGE_H
#define TLSWALK_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/proto.h"

enum stage_id {
    STAGE_RESOLVE,
    STAGE_CONNECT,
    STAGE_BANNER,
    STAGE_CAPABILITIES,
    STAGE_STARTTLS,
    STAGE_HANDSHAKE,
    STAGE_CERTIFICATE,
    STAGE_RECHECK,
    STAGE_AUTH,
    STAGE_QUIT,
    STAGE_COUNT
};
const char *stage_name(enum stage_id id);  /* "resolve": scripts, JSON, manual */
const char *stage_title(enum stage_id id); /* "Name", "Connection", "Greeting", "Features", ...: for people, <= 12 columns */

enum verdict { VERDICT_NONE, VERDICT_PASS, VERDICT_NOTE, VERDICT_WARN, VERDICT_FAIL, VERDICT_SKIP };
const char *verdict_name(enum verdict v); /* "", "pass", "note", "warn", "fail", "skip" */
const char *verdict_word(enum verdict v); /* "", "OK", "NOTE", "WARN", "FAIL", "skip": on screens */
/* The graver of two; SKIP and NONE weigh least. */
enum verdict verdict_worse(enum verdict a, enum verdict b);

enum stage_state { STAGE_WAITING, STAGE_PAUSED, STAGE_RUNNING, STAGE_ENDED };

struct stage {
    enum stage_id id;
    enum stage_state state;
    enum verdict verdict;  /* the walk's own; findings may make it graver (diagnose/) */
    uint64_t start_us;     /* since the visit began */
    uint64_t duration_us;  /* of an ended stage */
    uint64_t limit_us;     /* its time-out */
    uint64_t serial;       /* of an ended stage: the last transcript entry made in it; UINT64_MAX: nothing was said */
    char summary[240];     /* safe text, one clause: "220 mail.example.org ESMTP", "held back: the certificate did not pass" */
};

struct plan {
    enum stage_id stages[STAGE_COUNT];
    size_t count;
};
/* THE ORDER, by protocol and TLS mode; what is shown before the first packet. */
void plan_make(struct plan *p, const struct proto *proto, enum tls_mode mode);

#endif
