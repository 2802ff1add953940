/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "itinerary.h"

static const char table_text[] =
    "[server campus]\ntitle = The Campus\nimap = imap.example.edu\npop3 = pop.example.edu\nsmtp = smtp.example.edu\n"
    "[server annex]\nimap = mail.example.org\n"
    "[client bird]\ntitle = Thunderbird\nimap = 993 implicit \"SSL\"\npop3 = 995 implicit \"SSL\"\nsmtp = 587 starttls "
    "\"STARTTLS\"\n"
    "[client look]\ntitle = Outlook\nimap = 143 starttls \"STARTTLS\"\n";

static struct table *read_table(const char *text)
{
    struct err err;
    struct table *t = table_read(span_str(text), "test.table", &err);
    assert_non_null(t);
    return t;
}

static void show(const struct itinerary *it, size_t i, char *uri)
{
    target_format(&it->stops[i].target, uri, 600);
}

static void tls_mode_moves_the_port_unless_it_was_written(void **state)
{
    (void)state;
    static const struct {
        const char *uri;
        enum tls_mode mode;
        uint16_t port;
    } cases[] = {
        {"imap://h.example", TLS_MODE_IMPLICIT, 993},       {"imap://h.example:143", TLS_MODE_IMPLICIT, 143},
        {"imaps://h.example", TLS_MODE_STARTTLS, 143},      {"imaps://h.example:993", TLS_MODE_STARTTLS, 993},
        {"imap://[2001:db8::1]", TLS_MODE_IMPLICIT, 993},   {"imap://[2001:db8::1]:143", TLS_MODE_IMPLICIT, 143},
        {"submission://h.example", TLS_MODE_IMPLICIT, 465}, {"imap://h.example:1143", TLS_MODE_NONE, 1143},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *words[] = {cases[i].uri, NULL};
        struct options o = {.words = words, .word_count = 1, .tls_mode_given = true, .tls_mode = cases[i].mode};
        struct itinerary it;
        struct err err;
        if (!itinerary_make(&it, &o, NULL, &err))
            fail_msg("%s", err.text);
        assert_int_equal(it.stops[0].target.mode, cases[i].mode);
        if (it.stops[0].target.port != cases[i].port)
            fail_msg("%s: port %u", cases[i].uri, it.stops[0].target.port);
        itinerary_done(&it);
    }
}

static void rows_are_chosen_by_name_or_title(void **state)
{
    (void)state;
    static const struct {
        struct options o;
        size_t count;
    } cases[] = {
        {{.server = "campus"}, 4},
        {{.server = "the campus"}, 4},
        {{.server = "annex"}, 2},
        {{.client = "Outlook"}, 2},
        {{.client = "look", .server = "annex"}, 1},
        {{.protocol = "imap"}, 4},
        {{.protocol = "submission"}, 1},
        {{.table = "test.table"}, 6},
        {{.client = "nobody"}, 0},
        {{.server = "annex", .protocol = "pop3"}, 0},
    };
    struct table *t = read_table(table_text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct itinerary it;
        struct err err;
        assert_true(itinerary_wants_table(&cases[i].o));
        bool good = itinerary_make(&it, &cases[i].o, t, &err);
        assert_int_equal(good, cases[i].count > 0);
        if (!good) {
            assert_non_null(strstr(err.text, "test.table"));
            continue;
        }
        assert_int_equal(it.count, cases[i].count);
        assert_non_null(it.stops[0].row);
        itinerary_done(&it);
    }
    table_free(t);
}

static void a_table_with_mistakes_is_not_walked_by_halves(void **state)
{
    (void)state;
    struct table *t = read_table("[server campus]\nimap = imap.example.edu\n[client bird]\nimap = 99999 implicit "
                                 "\"SSL\"\nimap = 993 implicit \"SSL\"\n");
    struct options o = {.table = "test.table"};
    struct itinerary it;
    struct err err;
    assert_false(itinerary_make(&it, &o, t, &err));
    assert_int_equal(err.kind, ERR_FILE);
    assert_non_null(strstr(err.text, "line 4"));
    assert_non_null(strstr(err.text, "99999"));
    table_free(t);
}

static void targets_are_read_line_by_line(void **state)
{
    (void)state;
    char path[] = "/tmp/tlswalk-targets-XXXXXX", uri[600];
    int fd = mkstemp(path);
    static const char good[] = "# the campus\nimap://a.example\r\n\n   imaps://b.example:1993  \nsmtp://c.example";
    static const char bad[] = "imap://a.example\n\ngopher://b.example\n";
    assert_int_equal(write(fd, good, strlen(good)), strlen(good));
    const char *words[] = {"pop3://first.example", NULL};
    struct options o = {.words = words, .word_count = 1, .targets = path};
    struct itinerary it;
    struct err err;
    assert_true(itinerary_make(&it, &o, NULL, &err));
    static const char *const expected[] = {"pop3://first.example:110", "imap://a.example:143", "imaps://b.example:1993",
                                           "smtp://c.example:25"};
    assert_int_equal(it.count, 4);
    for (size_t i = 0; i < 4; i++) {
        show(&it, i, uri);
        assert_string_equal(uri, expected[i]);
        assert_null(it.stops[i].row);
    }
    itinerary_done(&it);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_int_equal(pwrite(fd, bad, strlen(bad), 0), strlen(bad));
    assert_false(itinerary_make(&it, &o, NULL, &err));
    assert_non_null(strstr(err.text, "line 3"));
    assert_non_null(strstr(err.text, "gopher"));
    close(fd);
    unlink(path);
    assert_false(itinerary_make(&it, &o, NULL, &err));
    assert_non_null(strstr(err.text, path));
}

static void nothing_to_visit_is_told(void **state)
{
    (void)state;
    struct options o = {.jobs = 1};
    struct itinerary it;
    struct err err;
    assert_false(itinerary_wants_table(&o));
    assert_false(itinerary_make(&it, &o, NULL, &err));
    assert_int_equal(err.kind, ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tls_mode_moves_the_port_unless_it_was_written),
        cmocka_unit_test(rows_are_chosen_by_name_or_title),
        cmocka_unit_test(a_table_with_mistakes_is_not_walked_by_halves),
        cmocka_unit_test(targets_are_read_line_by_line),
        cmocka_unit_test(nothing_to_visit_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
