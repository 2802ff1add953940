/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/reply_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "test.h"

static void span_check(const char *name, const char *field, struct span got, const char *wanted)
{
    if (!span_is(got, wanted ? wanted : ""))
        fail_msg("%s: %s is \"%.*s\", not \"%s\"", name, field, (int)got.len, (const char *)got.ptr, wanted ? wanted : "");
}

static void number_check(const char *name, const char *field, long got, long wanted)
{
    if (got != wanted)
        fail_msg("%s: %s is %ld, not %ld", name, field, got, wanted);
}

static struct ask ask_for(const struct proto *p, enum say what)
{
    return (struct ask){.what = what, .tag = p->tagged ? "w1" : NULL};
}

struct reply_feed {
    const struct proto *p;
    const struct reply_case *c;
};

static void whole_reply_check(const struct reply_case *c, const struct reply *r, struct span head)
{
    const char *name = c->name;
    if (r->answer != c->answer)
        fail_msg("%s: answer is %s, not %s", name, answer_name(r->answer), answer_name(c->answer));
    assert_ptr_equal(r->all.ptr, head.ptr);
    number_check(name, "length", (long)r->all.len, (long)(c->in.len - c->rest));
    number_check(name, "code", r->code, c->code);
    for (int i = 0; i < 3; i++)
        number_check(name, "enhanced code", r->enhanced[i], c->enhanced[i]);
    number_check(name, "line count", r->line_count, c->lines ? c->lines : 1);
    number_check(name, "odd", r->odd, c->odd);
    span_check(name, "response code", r->resp_code, c->resp_code);
    span_check(name, "text", r->text, c->text);
    span_check(name, "challenge", r->challenge, c->challenge);
    if (c->first)
        span_check(name, "first line", r->first, c->first);
    if (c->last)
        span_check(name, "last line", r->last, c->last);
}

static void reply_look(struct span head, void *user)
{
    const struct reply_feed *feed = user;
    const struct reply_case *c = feed->c;
    struct ask ask = ask_for(feed->p, c->what);
    struct reply r;
    long got = feed->p->reply(&r, head, &ask);
    size_t whole = c->in.len - c->rest;
    if (c->broken_at) {
        number_check(c->name, "result", got, head.len < c->broken_at ? 0 : -1);
    } else if (head.len < whole) {
        number_check(c->name, "result before the end", got, 0);
    } else {
        number_check(c->name, "result", got, (long)whole);
        whole_reply_check(c, &r, head);
    }
}

void reply_case_check(const struct proto *p, const struct reply_case *c)
{
    struct reply_feed feed = {p, c};
    feed_heads(c->in, reply_look, &feed);
}

static void strv_check(const char *name, const char *field, const struct strv *got, const char *wanted)
{
    struct buf joined = {0};
    for (size_t i = 0; i < got->count; i++)
        buf_addf(&joined, "%s%s", i ? "|" : "", got->items[i]);
    span_check(name, field, buf_span(&joined), wanted);
    buf_done(&joined);
}

static void flags_check(const char *name, const struct caps *c, const char *wanted)
{
    struct buf flags = {0};
    buf_addf(&flags, "%s%s%s%s%s", c->starttls ? " starttls" : "", c->login_disabled ? " login_disabled" : "",
             c->sasl_ir ? " sasl_ir" : "", c->literal_plus ? " literal_plus" : "", c->pop3_user ? " pop3_user" : "");
    span_check(name, "flags", span_skip(buf_span(&flags), 1), wanted);
    buf_done(&flags);
}

void caps_case_check(const struct proto *p, const struct caps_case *c)
{
    struct guard g = guard_open(c->in.len);
    struct ask ask = ask_for(p, c->what);
    struct reply r;
    struct caps caps = {0};
    strv_add_str(&caps.list, "EARLIER"); /* a list replaces what was known; no list leaves it */
    number_check(c->name, "reply", p->reply(&r, guard_put(&g, c->in), &ask), (long)c->in.len);
    number_check(c->name, "result", p->caps(&caps, &r, &ask), c->result);
    guard_close(&g);
    number_check(c->name, "known", caps.known, c->result == 1);
    strv_check(c->name, "list", &caps.list, c->result == 1 ? c->list : "EARLIER");
    strv_check(c->name, "mechanisms", &caps.mechs, c->mechs);
    flags_check(c->name, &caps, c->flags);
    span_check(c->name, "timestamp", span_str(caps.apop), c->apop);
    number_check(c->name, "odd", caps.odd, c->odd);
    caps_done(&caps);
}

void say_case_check(const struct proto *p, const struct say_case *c)
{
    struct buf out = {0};
    bool said = p->say(&out, c->what, &c->words);
    if (said != (c->out != NULL))
        fail_msg("%s: %s", c->name, said ? "was said" : "was refused");
    span_check(c->name, "command", buf_span(&out), c->out);
    buf_done(&out);
}
