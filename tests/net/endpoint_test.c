/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "net/endpoint.h"
#include "net/hosts.h"

static void addresses_come_back_in_canonical_form(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out; /* out NULL: not an address */
        bool loopback;
    } cases[] = {
        {"192.0.2.10", "192.0.2.10", false},
        {"127.0.0.1", "127.0.0.1", true},
        {"127.255.1.9", "127.255.1.9", true},
        {"128.0.0.1", "128.0.0.1", false},
        {"0.0.0.0", "0.0.0.0", false},
        {"2001:DB8::10", "2001:db8::10", false},
        {"::1", "::1", true},
        {"0:0:0:0:0:0:0:1", "::1", true},
        {"::", "::", false},
        {"::ffff:127.0.0.1", "::ffff:127.0.0.1",
         false}, /* reaches 127/8, but other families' rules are not worth the risk */
        {"fe80::1%lo", "fe80::1%lo", false},
        {"fe80::1%1", "fe80::1%lo", false},
        {"fe80::1%4294967295", "fe80::1%4294967295", false},
        {"fe80::1%4294967296", NULL, false},
        {"fe80::1%", NULL, false},
        {"fe80::1%no-such-interface", NULL, false},
        {"1.2.3", NULL, false},
        {"1.2.3.4.5", NULL, false},
        {"localhost", NULL, false},
        {"[::1]", NULL, false},
        {"", NULL, false},
        {"1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:0:1:2:3:4:5:6:7:8", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct endpoint e;
        char text[64];
        bool good = endpoint_parse(cases[i].in, 993, &e);
        if (good != (cases[i].out != NULL))
            fail_msg("%s: %s", cases[i].in, good ? "was taken" : "was refused");
        if (!good)
            continue;
        endpoint_format((struct sockaddr *)&e.addr, text, sizeof text);
        assert_string_equal(text, cases[i].out);
        assert_int_equal(endpoint_port(&e), 993);
        assert_int_equal(endpoint_is_loopback(&e), cases[i].loopback);
    }
}

static const char hosts[] = "127.0.0.1\tlocalhost box\n"
                            "# 192.0.2.1 commented.example\n"
                            "192.0.2.2 Mail.Example imap.example # pop.example\n"
                            "   192.0.2.3   indented.example\r\n"
                            "0:0:0:0:0:0:0:1 six.example\n"
                            "not-an-address broken.example\n"
                            "192.0.2.4\n"
                            "\n"
                            "192.0.2.5 last.example";

static void hosts_file_is_read_as_the_system_reads_it(void **state)
{
    (void)state;
    static const struct {
        const char *name, *address;
        bool found;
    } cases[] = {
        {"localhost", "127.0.0.1", true},        {"box", "127.0.0.1", true},
        {"local", "127.0.0.1", false},           {"mail.example", "192.0.2.2", true},
        {"imap.example", "192.0.2.2", true},     {"imap.example", "192.0.2.3", false},
        {"pop.example", "192.0.2.2", false},     {"commented.example", "192.0.2.1", false},
        {"indented.example", "192.0.2.3", true}, {"six.example", "::1", true},
        {"broken.example", "192.0.2.2", false},  {"last.example", "192.0.2.5", true},
        {"last.example", "garbage", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (hosts_gives(span_str(hosts), cases[i].name, cases[i].address) != cases[i].found)
            fail_msg("%s at %s: expected %d", cases[i].name, cases[i].address, cases[i].found);
    assert_false(hosts_gives(span_str(""), "localhost", "127.0.0.1"));
}

/* A file that is being written ends anywhere; nothing may be read behind its end. */
static void hosts_file_cut_anywhere_is_harmless(void **state)
{
    (void)state;
    for (size_t len = 0; len <= strlen(hosts); len++) {
        char *copy = test_malloc(len + !len);
        memcpy(copy, hosts, len);
        bool whole = hosts_gives(span_of(copy, len), "last.example", "192.0.2.5");
        assert_int_equal(whole, len == strlen(hosts));
        test_free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_come_back_in_canonical_form),
        cmocka_unit_test(hosts_file_is_read_as_the_system_reads_it),
        cmocka_unit_test(hosts_file_cut_anywhere_is_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
