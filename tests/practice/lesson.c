/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lesson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void lesson_take_login(struct lesson *l, const struct lesson_setting *s)
{
    l->login.user = strdup(PRACTICE_USER);
    assert_non_null(l->login.user);
    assert_true(secret_set(&l->login.password, span_str(s->password ? s->password : PRACTICE_PASSWORD)));
    if (s->token)
        assert_true(secret_set(&l->login.token, span_str(s->token)));
    if (s->mechanism)
        assert_non_null(l->login.mechanism = strdup(s->mechanism));
}

void lesson_run(struct lesson *l, const struct lesson_setting *s)
{
    struct err err;
    char address[16];
    *l = (struct lesson){0};
    lesson_take_login(l, s);
    l->trust = trust_new(practice_ca_pem(s->practice), "the practice servers' authority", &err);
    assert_non_null(l->trust);
    practice_address(0, address, sizeof(address));
    struct visit_options o = {.trust = l->trust, .login = s->no_login ? NULL : &l->login, .address = address,
                              .compare = s->asks & PRACTICE_ASKS_COMPARE, .client_tls = s->client_tls, .test_injection = s->asks & PRACTICE_ASKS_INJECTION};
    l->visit = visit_new(s->target, &o, &err);
    assert_non_null(l->visit);
    struct pump pump = {.practice = s->practice, .fault = s->fault, .port = s->port, .visit = l->visit, .cut = s->cut};
    pump_run(&pump, LESSON_WALL_US);
    assert_int_equal(visit_walk_count(l->visit), 1);
    l->evidence = visit_walk(l->visit, 0);
    assert_true(findings_of_walk(&l->findings, l->visit, 0));
}

void lesson_done(struct lesson *l)
{
    findings_done(&l->findings);
    visit_free(l->visit);
    trust_free(l->trust);
    login_done(&l->login);
}

const char *lesson_findings(const struct lesson *l)
{
    static char text[2000];
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < l->findings.count && len < sizeof(text) - 200; i++) {
        const struct finding *f = &l->findings.items[i];
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s %s%s%s", i ? ", " : "", f->diagnosis->code,
                                severity_name(f->severity), f->follows_from ? " from " : "",
                                f->follows_from ? f->follows_from->code : "");
    }
    return text;
}
