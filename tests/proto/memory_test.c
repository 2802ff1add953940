/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists and commands while memory runs out at every place in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "failing_alloc.h"
#include "proto/proto.h"

static const struct list_case {
    const char *name;
    const char *in;
    size_t entries;
} lists[] = {
    {"imap", "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=LOGIN A B C D E F\r\nw1 OK done\r\n", 10},
    {"pop3", "+OK\r\nSTLS\r\nSASL PLAIN LOGIN\r\nUSER\r\n.\r\n", 3},
    {"smtp", "250-m\r\n250-STARTTLS\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE\r\n", 3},
};

/* A list that could not be read whole must not have replaced the earlier one. */
static bool list_with_little_memory(void *user)
{
    const struct list_case *c = user;
    const struct proto *p = proto_by_name(span_str(c->name));
    struct ask ask = {.what = SAY_CAPS, .tag = p->tagged ? "w1" : NULL};
    struct caps caps = {0}, copy = {0};
    struct reply r;
    bool ok = strv_add_str(&caps.list, "EARLIER") && p->reply(&r, span_str(c->in), &ask) > 0;
    if (ok && p->caps(&caps, &r, &ask) != 1) {
        assert_false(caps.known);
        assert_int_equal(caps.list.count, 1);
        assert_string_equal(caps.list.items[0], "EARLIER");
        ok = false;
    }
    if (ok && !caps_copy(&copy, &caps)) {
        assert_int_equal(copy.list.count + copy.mechs.count, 0);
        ok = false;
    }
    if (ok) {
        assert_int_equal(copy.list.count, c->entries);
        assert_int_equal(copy.mechs.count, 2);
    }
    caps_done(&caps);
    caps_done(&copy);
    return ok;
}

static void lists_need_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t unnoticed = 0;
        assert_in_range(failing_alloc_each(list_with_little_memory, (void *)&lists[i], &unnoticed), 10, 1000);
        assert_int_equal(unnoticed, 0);
    }
}

/* Half a command must not look like a whole one. */
static bool command_with_little_memory(void *user)
{
    (void)user;
    char secret[400];
    memset(secret, '"', sizeof secret);
    struct words w = {.tag = "w1", .user = span_str("probe"), .secret = span_of(secret, sizeof secret)};
    struct buf out = {0};
    bool ok = proto_by_name(span_str("imap"))->say(&out, SAY_LOGIN, &w);
    assert_int_equal(ok, !out.broken);
    buf_done(&out);
    return ok;
}

static void commands_need_memory(void **state)
{
    (void)state;
    size_t unnoticed = 0;
    assert_in_range(failing_alloc_each(command_with_little_memory, NULL, &unnoticed), 2, 100);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_need_memory),
        cmocka_unit_test(commands_need_memory),
    };
    return cmocka_run_group_tests_name("proto/memory", tests, NULL, NULL);
}
