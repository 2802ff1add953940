/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "table/table.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct table *shipped(const char *name)
{
    const char *text = table_shipped(name);
    struct err err = {0};
    struct table *t;

    assert_non_null(text);
    t = table_read(span_str(text), name, &err);
    assert_non_null(t);
    if (t->error_count > 0)
        fail_msg("%s: %s", name, t->errors[0].text);
    return t;
}

/* The settings as they were given out, cell by cell: they are what the program is for. */
static void origin_stands_as_it_stood(void **state)
{
    static const struct {
        const char *id, *title, *platform;
        uint16_t smtp;
        const char *smtp_words;
        enum tls_mode smtp_mode;
    } clients[] = {
        {"thunderbird-2", "Thunderbird 1.5-2.x", "Mac & Windows", 587, "Require STARTTLS", TLS_MODE_STARTTLS},
        {"outlook-express", "Outlook Express", NULL, 465, "SSL", TLS_MODE_IMPLICIT},
        {"outlook-2003", "Outlook 2003", NULL, 465, "SSL", TLS_MODE_IMPLICIT},
        {"eudora-6", "Eudora 6.2.1.2", "Windows", 587, "Require STARTTLS", TLS_MODE_STARTTLS},
        {"mail-app", "Mac OS X Mail.app", NULL, 587, "STARTTLS", TLS_MODE_STARTTLS},
    };
    struct table *t = shipped("origin");

    (void)state;
    assert_int_equal(t->server_count, 1);
    assert_int_equal(t->client_count, LEN(clients));
    assert_int_equal(t->row_count, 3 * LEN(clients));
    for (size_t i = 0; i < LEN(clients); i++) {
        const struct row *imap = &t->rows[3 * i], *pop3 = imap + 1, *smtp = imap + 2;

        assert_string_equal(imap->client->id, clients[i].id);
        assert_string_equal(imap->client->title, clients[i].title);
        if (clients[i].platform)
            assert_string_equal(imap->client->platform, clients[i].platform);
        else
            assert_null(imap->client->platform);
        assert_string_equal(imap->proto->name, "imap");
        assert_string_equal(imap->host, "imap.example.edu");
        assert_int_equal(imap->port, 993);
        assert_int_equal(imap->mode, TLS_MODE_IMPLICIT);
        assert_string_equal(imap->words, "SSL");
        assert_string_equal(pop3->proto->name, "pop3");
        assert_string_equal(pop3->host, "pop.example.edu");
        assert_int_equal(pop3->port, 995);
        assert_int_equal(pop3->mode, TLS_MODE_IMPLICIT);
        assert_string_equal(pop3->words, "SSL");
        assert_string_equal(smtp->proto->name, "submission");
        assert_string_equal(smtp->host, "smtp.example.edu");
        assert_int_equal(smtp->port, clients[i].smtp);
        assert_int_equal(smtp->mode, clients[i].smtp_mode);
        assert_string_equal(smtp->words, clients[i].smtp_words);
    }
    table_free(t);
}

/* What a client of today is first told to use is encrypted, on a port where that is usual. */
static void today_is_encrypted(void **state)
{
    static const char *const ids[] = {"thunderbird", "thunderbird-android", "outlook-classic", "outlook-new", "apple-mail",
                                      "em-client", "evolution", "mutt", "msmtp", "android-phone"};
    struct table *t = shipped("today");

    (void)state;
    assert_int_equal(t->client_count, LEN(ids));
    for (size_t i = 0; i < LEN(ids); i++) {
        assert_string_equal(t->clients[i]->id, ids[i]);
        assert_true(t->clients[i]->setting_count > 0);
        assert_non_null(t->clients[i]->note);
    }
    for (size_t i = 0; i < t->row_count; i++) {
        const struct row *r = &t->rows[i];
        struct target target;

        assert_true(r->mode != TLS_MODE_NONE);
        assert_true(r->words[0] != '\0');
        row_target(r, &target);
        assert_false(target_mode_is_unusual(&target));
    }
    table_free(t);
}

/* The tables that are installed and those in the program are the same bytes. */
static void shipped_are_the_files(void **state)
{
    static const char *const names[] = {"origin", "today"};

    (void)state;
    for (size_t i = 0; i < LEN(names); i++) {
        char path[1000], block[1000];
        struct buf bytes = {0};
        FILE *file;
        size_t n;

        snprintf(path, sizeof path, "%s/tables/%s.table", getenv("TLSWALK_SRC") ? getenv("TLSWALK_SRC") : ".", names[i]);
        file = fopen(path, "r");
        if (!file)
            skip();
        while ((n = fread(block, 1, sizeof block, file)) > 0)
            assert_true(buf_add(&bytes, block, n));
        fclose(file);
        assert_string_equal(table_shipped(names[i]), buf_cstr(&bytes));
        buf_done(&bytes);
    }
    assert_null(table_shipped("yesterday"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(origin_stands_as_it_stood),
        cmocka_unit_test(today_is_encrypted),
        cmocka_unit_test(shipped_are_the_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
