/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "walk/transcript.h"

static struct said at(const struct transcript *t, uint64_t serial)
{
    struct said s;
    assert_true(transcript_get(t, serial, &s));
    return s;
}

#define assert_bytes(s, text) \
    do { \
        assert_int_equal((s).bytes.len, strlen(text)); \
        assert_memory_equal((s).bytes.ptr, text, strlen(text)); \
    } while (0)

/* However the bytes arrive, the lines are the same. */
static void lines_do_not_depend_on_packets(void **state)
{
    static const char text[] = "220-one\r\n220 two\r\nrest";
    (void)state;
    for (size_t cut = 0; cut <= sizeof text - 1; cut++) {
        struct transcript *t = transcript_new(1000, 100);
        assert_true(transcript_say(t, 1, SAID_SERVER, false, 2, span_of(text, cut)));
        assert_true(transcript_say(t, 2, SAID_SERVER, false, 2, span_of(text + cut, sizeof text - 1 - cut)));
        assert_int_equal(transcript_next(t), 3);
        assert_bytes(at(t, 0), "220-one\r\n");
        assert_bytes(at(t, 1), "220 two\r\n");
        assert_bytes(at(t, 2), "rest");
        assert_false(at(t, 1).open);
        assert_true(at(t, 2).open);
        transcript_free(t);
    }
}

static void another_speaker_or_side_of_tls_begins_a_line(void **state)
{
    (void)state;
    struct transcript *t = transcript_new(1000, 100);
    transcript_say(t, 1, SAID_SERVER, false, 2, span_str("half"));
    transcript_say(t, 2, SAID_CLIENT, false, 2, span_str("QUIT\r\n"));
    transcript_say(t, 3, SAID_SERVER, true, 2, span_str("secured"));
    transcript_note(t, 4, 2, true, "a %s", "remark");
    transcript_say(t, 5, SAID_SERVER, true, 2, span_str("more"));
    assert_int_equal(transcript_next(t), 5);
    assert_false(at(t, 0).open);
    assert_true(at(t, 2).secured);
    assert_int_equal(at(t, 3).by, SAID_TLSWALK);
    assert_bytes(at(t, 3), "a remark");
    assert_bytes(at(t, 4), "more");
    transcript_free(t);
}

static void a_long_line_goes_on_in_further_entries(void **state)
{
    (void)state;
    size_t len = 3 * 1000 * 1000;
    unsigned char *line = malloc(len);
    memset(line, 'x', len);
    line[len - 1] = '\n';
    struct transcript *t = transcript_new(100000, 100000);
    transcript_say(t, 1, SAID_SERVER, false, 2, span_of(line, len));
    uint64_t first = transcript_first(t), next = transcript_next(t);
    size_t kept = 0;
    for (uint64_t s = first; s < next; s++) {
        assert_true(at(t, s).bytes.len <= TRANSCRIPT_LINE_MAX + 2);
        assert_true(at(t, s).continues);
        assert_int_equal(at(t, s).goes_on, s + 1 < next);
        kept += at(t, s).bytes.len;
    }
    assert_true(kept <= 100000);
    assert_int_equal(kept + transcript_dropped_bytes(t), len);
    free(line);
    transcript_free(t);
}

static void the_oldest_lines_go_first_and_are_counted(void **state)
{
    struct said s;
    (void)state;
    struct transcript *t = transcript_new(1 << 20, 10);
    for (int i = 0; i < 25; i++)
        transcript_say(t, (uint64_t)i, SAID_SERVER, false, 2, span_str("abc\r\n"));
    assert_int_equal(transcript_first(t), 15);
    assert_int_equal(transcript_next(t), 25);
    assert_int_equal(transcript_dropped_bytes(t), 15 * 5);
    assert_false(transcript_get(t, 14, &s));
    assert_int_equal(at(t, 15).us, 15);
    transcript_free(t);
}

static void a_masked_line_shows_only_what_may_be_shown(void **state)
{
    (void)state;
    struct transcript *t = transcript_new(1000, 10);
    transcript_masked(t, 1, SAID_CLIENT, true, 8, span_str("AUTH PLAIN ****\r\n"));
    assert_true(at(t, 0).masked);
    assert_bytes(at(t, 0), "AUTH PLAIN ****\r\n");
    transcript_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_do_not_depend_on_packets),
        cmocka_unit_test(another_speaker_or_side_of_tls_begins_a_line),
        cmocka_unit_test(a_long_line_goes_on_in_further_entries),
        cmocka_unit_test(the_oldest_lines_go_first_and_are_counted),
        cmocka_unit_test(a_masked_line_shows_only_what_may_be_shown),
    };
    return cmocka_run_group_tests_name("transcript", tests, NULL, NULL);
}
