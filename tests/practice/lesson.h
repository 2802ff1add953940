/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lesson.h - one visit to one practice server with one login, and what is found. */
#ifndef TLSWALK_TESTS_LESSON_H
#define TLSWALK_TESTS_LESSON_H

#include "diagnose/finding.h"
#include "pump.h"
#include "sasl/login.h"

#define LESSON_WALL_US INT64_C(1795500000000000) /* 2026-11-24 */

struct lesson {
    struct visit *visit;
    struct trust *trust;
    struct login login;
    struct findings findings; /* of its one walk */
    const struct evidence *evidence;
};

struct lesson_setting {
    struct practice *practice;
    const struct fault *fault;
    const struct target *target;
    const struct practice_port *port;
    const char *password;   /* NULL: the right one */
    const char *token;      /* NULL: none */
    const char *mechanism;  /* NULL: the strongest */
    bool no_login;          /* nobody logs in */
    int client_tls;         /* the newest TLS that the row's program speaks; 0: not known */
    unsigned asks;          /* bits of enum practice_asks */
    size_t cut;             /* as the pump's */
};

/* Visits, with the practice CA trusted and the practice account to log in with, unless no_login. */
void lesson_run(struct lesson *l, const struct lesson_setting *s);
void lesson_done(struct lesson *l);
/* "cert-expired error, tls-truncated note": all that was found, for messages. Lent until the next call. */
const char *lesson_findings(const struct lesson *l);

#endif
