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
#include "base/text.h"
#include "failing_alloc.h"
#include "table/table.h"
#include "test.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define SERVER "[server s]\nimap = imap.example.org\npop3 = pop.example.org\nsmtp = smtp.example.org\n"
#define CLIENT "[client c]\nimap = 993 implicit \"SSL\"\n"

static struct table *read_text(const char *text)
{
    struct err err = {0};
    struct table *t = table_read(span_str(text), "test.table", &err);

    assert_non_null(t);
    return t;
}

/* All rows as lines: "CLIENT SERVER URI MODE CLIENT-PORT WORDS". */
static void rows_text(const struct table *t, struct buf *out)
{
    buf_clear(out);
    for (size_t i = 0; i < t->row_count; i++) {
        const struct row *r = &t->rows[i];
        struct target target;
        char uri[640];

        row_target(r, &target);
        target_format(&target, uri, sizeof uri);
        buf_addf(out, "%s %s %s %s %u [%s]\n", r->client ? r->client->id : "-", r->server ? r->server->id : "-", uri,
                 tls_mode_name(r->mode), r->client_port, r->words);
    }
}

static void assert_rows(const char *text, const char *expected)
{
    struct table *t = read_text(text);
    struct buf out = {0};

    if (t->error_count > 0)
        fail_msg("%s", t->errors[0].text);
    rows_text(t, &out);
    assert_string_equal(buf_cstr(&out), expected);
    buf_done(&out);
    table_free(t);
}

static void rows_are_servers_times_clients_times_protocols(void **state)
{
    (void)state;
    assert_rows("[client b]\nsmtp = 587 starttls \"TLS\"\nimap = 143 starttls \"TLS\"\n" /* clients may come first */
                "[server one]\nimap = imap.one.test\nsmtp = smtp.one.test\n"
                "[client a]\npop3 = 995 implicit \"SSL\"\nimap = 993 implicit \"SSL\"\n"
                "[server two]\npop3 = [::1]\nimap = IMAP.Two.test\n",
                "b one imap://imap.one.test:143 starttls 143 [TLS]\n"
                "b one submission://smtp.one.test:587 starttls 587 [TLS]\n"
                "a one imaps://imap.one.test:993 implicit 993 [SSL]\n"
                "b two imap://imap.two.test:143 starttls 143 [TLS]\n"
                "a two imaps://imap.two.test:993 implicit 993 [SSL]\n"
                "a two pop3s://[::1]:995 implicit 995 [SSL]\n");
}

static void smtp_is_the_relay_port_or_submission(void **state)
{
    (void)state;
    assert_rows(SERVER "[client c]\nsmtp = 25 opportunistic\nsmtp = 2525 none\nsmtp 3 = 465 implicit \"SSL\"\n",
                "c s smtp://smtp.example.org:25 opportunistic 25 []\n"
                "c s submission://smtp.example.org:2525 none 2525 []\n"
                "c s submissions://smtp.example.org:465 implicit 465 [SSL]\n");
}

/* The protocol goes by the port in the program's window, not by where the laboratory listens. */
static void a_laboratory_on_high_ports(void **state)
{
    (void)state;
    assert_rows("[server lab]\nimap = localhost\nsmtp = localhost\nport-offset = 10000\naddress = 127.0.0.1\n"
                "[client c]\nimap = 993 implicit \"SSL\"\nsmtp = 25 starttls\n",
                "c lab imaps://localhost:10993 implicit 993 [SSL]\n"
                "c lab smtp://localhost:10025 starttls 25 []\n");
}

static void a_server_may_name_its_clients(void **state)
{
    (void)state;
    assert_rows("[client a]\nimap = 1 none\n[client b]\nimap = 2 none\n[client c]\nimap = 3 none\n"
                "[server all]\nimap = h\n[server some]\nimap = h\nclients = C\ta  a\n",
                "a all imap://h:1 none 1 []\nb all imap://h:2 none 2 []\nc all imap://h:3 none 3 []\n"
                "a some imap://h:1 none 1 []\nc some imap://h:3 none 3 []\n");
}

static void every_key_is_kept(void **state)
{
    struct table *t = read_text("\xEF\xBB\xBF; a comment\n# another\r\n[table]\r\ntitle = Campus mail ; not this\r\n  note = One\r\nnote = two.\r\n"
                                "\r\n[server campus]\ntitle=Campus\ndomain : example.edu\nimap = imap.example.edu\nlogin = address\n"
                                "address = 192.0.2.1\nnote = For tests\n[server plain]\nimap = h\nlogin = local-part\n"
                                "[client c]\ntitle = Client \x1b[2J\nplatform = Mac & Windows\nnote = Old\ntls = 1.1\nbehaviour = cloud\nimap = 993 implicit \"A \"B\" c\"\n");

    (void)state;
    assert_int_equal(t->error_count, 0);
    assert_string_equal(t->source, "test.table");
    assert_string_equal(t->title, "Campus mail");
    assert_string_equal(t->note, "One two.");
    assert_int_equal(t->server_count, 2);
    assert_string_equal(t->servers[0]->title, "Campus");
    assert_string_equal(t->servers[0]->domain, "example.edu");
    assert_string_equal(t->servers[0]->address, "192.0.2.1");
    assert_string_equal(t->servers[0]->note, "For tests");
    assert_true(t->servers[0]->login_is_address);
    assert_false(t->servers[1]->login_is_address);
    assert_string_equal(t->servers[1]->title, "plain"); /* the ID when there is no title */
    assert_null(t->servers[1]->address);
    assert_string_equal(t->clients[0]->title, "Client <U+001B>[2J");
    assert_string_equal(t->clients[0]->platform, "Mac & Windows");
    assert_int_equal(t->clients[0]->tls_newest, 0x0302);
    assert_string_equal(t->clients[0]->note, "Old");
    assert_int_equal(t->clients[0]->traits, CLIENT_IN_CLOUD);
    assert_string_equal(t->rows[0].words, "A \"B\" c");
    table_free(t);
}

/* Each mistake is told with its line, and the rest of the table is there all the same. */
static void mistakes_are_told_with_their_line(void **state)
{
    static const char long_line[] = "note = 12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
                                    "1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\n";
    static const struct {
        const char *lines;
        unsigned line;
        const char *part;
    } rows[] = {
        {"[client x]\nimap = 99999 implicit\n", 2, "line 10: port '99999' is not a number from 1 to 65535"},
        {"[client x]\nimap = 0 implicit\n", 2, "port '0'"},
        {"[client x]\nbehaviour = cloud moody\n", 2, "behaviour is 'changes-settings' or 'cloud', not 'moody'"},
        {"[client x]\nimap = imap 993\n", 2, "port 'imap'"},
        {"[client x]\nimap = 993\n", 2, "needs a port and a TLS mode"},
        {"[client x]\nimap =\n", 2, "needs a port and a TLS mode"},
        {"[client x]\nimap = 993 ssl\n", 2, "TLS mode 'ssl' is not known; it is implicit, starttls, opportunistic or none"},
        {"[client x]\nimap = 993 implicit SSL\n", 2, "between two \""},
        {"[client x]\nimap = 993 implicit \"SSL\n", 2, "between two \""},
        {"[client x]\nimap = 993 implicit \"a ; b\"\n", 2, "' ;' begins a comment"},
        {"[client x]\ntls = 1.4\n", 2, "tls is the newest version that the program speaks, from 1.0 to 1.3, not '1.4'"},
        {"[client x]\ntls = 1.02\n", 2, "tls is the newest version that the program speaks, from 1.0 to 1.3, not '1.02'"},
        {"[client x]\nldap = 389 starttls\n", 2, "the key 'ldap' is not known here; known are title, platform, note, tls, behaviour, imap, pop3, smtp"},
        {"[client x]\ntitle = a\ntitle = b\n", 3, "'title' was given before"},
        {"[client c]\ntitle = again\n", 1, "the client 'c' stands on line 7 already"},
        {"[client C]\ntitle = again\n", 1, "the client 'c' stands on line 7 already"},
        {"[server s]\nimap = again\n", 1, "the server 's' stands on line 3 already"},
        {"[server x]\ntitle = X\n", 1, "server 'x' has no host"},
        {"[server x]\nimap = h\nclients = c nobody\n", 1, "server 'x' names the client 'nobody'"},
        {"[server x]\nimap = h\nclients =\n", 3, "'clients' is empty"},
        {"[server x]\nimap = h\nlogin = name\n", 3, "login is 'local-part' or 'address', not 'name'"},
        {"[server x]\nimap = h\nport-offset = -1\n", 3, "port-offset '-1' is not a number"},
        {"[server x]\nimap = h\nport-offset = 65000\n", 1, "together over 65535"},
        {"[server x]\nimap =\npop3 = h\n", 2, "'imap' is empty"},
        {"[server x]\nimap = h\nsmtps = h\n", 3, "known are title, domain, note, imap, pop3, smtp, login, address, port-offset, clients"},
        {"[table]\ndomain = x\n", 2, "known are title, note"},
        {"[service ldap]\nstarttls = 389\n", 1, "the section [service ldap] is not known"},
        {"[server]\nimap = h\n", 1, "a server needs an ID of one word, as in [server example]"},
        {"[client two words]\nimap = 1 none\n", 1, "a client needs an ID of one word"},
        {"[table x]\ntitle = y\n", 1, "is not known"},
        {"[server 2345678901234567890123456789012345678901234567]\nimap = h\n", 1, "longer than 48"},
        {"[server x\nimap = h\n", 1, "no ] behind it"},
        {"[server x ; ]\nimap = h\n", 1, "no ] behind it"},
        {"[client empty]\n", 1, "the section is empty"},
        {"[client empty]\n[client x]\nimap = 1 none\n", 1, "the section is empty"},
        {"just words\n", 1, "neither a [section] nor 'key = value'"},
        {"[client x]\nimap = 1 none\nsome more words\n", 3, "neither a [section] nor 'key = value'"},
        {long_line, 1, "the line is longer than 197 bytes"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf text = {0};
        struct table *t;

        /* Two lines, then a good server and a good client, then the lines in question. */
        buf_addf(&text, "; one\n\n%s%s%s", SERVER, CLIENT, rows[i].lines);
        t = read_text(buf_cstr(&text));
        if (t->error_count != 1)
            fail_msg("%zu complaints, not one, of: %s%s", t->error_count, rows[i].lines, t->error_count ? t->errors[1].text : "");
        if (t->errors[0].line != rows[i].line + 8)
            fail_msg("line %u, not %u, of: %s%s", t->errors[0].line, rows[i].line + 8, rows[i].lines, t->errors[0].text);
        if (!strstr(t->errors[0].text, rows[i].part))
            fail_msg("no '%s' in: %s", rows[i].part, t->errors[0].text);
        assert_true(t->row_count >= 1);
        assert_string_equal(t->rows[0].client->id, "c");
        assert_int_equal(t->rows[0].port, 993);
        buf_done(&text);
        table_free(t);
    }
}

static void what_is_wrong_comes_in_the_order_of_the_file(void **state)
{
    struct table *t = read_text("words\n[server a]\nimap = h\nclients = x\n[server b]\nimap = h\nzzz = 1\n[server a]\nimap = h\n");

    (void)state;
    assert_int_equal(t->error_count, 5);
    assert_int_equal(t->errors[0].line, 1);
    assert_int_equal(t->errors[1].line, 2); /* no client x */
    assert_int_equal(t->errors[2].line, 7);
    assert_int_equal(t->errors[3].line, 8);
    assert_int_equal(t->errors[4].line, 0); /* no rows at all */
    table_free(t);
}

static void an_empty_file_is_an_empty_table(void **state)
{
    struct table *t = read_text("");

    (void)state;
    assert_int_equal(t->error_count, 0);
    assert_int_equal(t->row_count, 0);
    assert_string_equal(t->title, "test.table");
    table_free(t);
}

static void a_zero_byte_is_no_end(void **state)
{
    static const char text[] = SERVER "x\0y\n" CLIENT;
    struct err err;
    struct table *t = table_read(span_of(text, sizeof text - 1), "t", &err);

    (void)state;
    assert_non_null(t);
    assert_int_equal(t->error_count, 1);
    assert_non_null(strstr(t->errors[0].text, "line 5: the line has a zero byte"));
    assert_int_equal(t->row_count, 1);
    table_free(t);
}

static void a_bad_host_makes_a_row_that_says_so(void **state)
{
    struct table *t = read_text("[server s]\nimap = a..b\n" CLIENT);
    struct target target;

    (void)state;
    assert_int_equal(t->error_count, 0);
    assert_int_equal(t->row_count, 1);
    row_target(&t->rows[0], &target);
    assert_string_equal(target.host, "a..b");
    assert_string_equal(target.ascii, "");
    assert_non_null(strstr(target.host_error, "empty part"));
    table_free(t);
}

static void typed_rows_come_and_go(void **state)
{
    struct table *t = read_text(SERVER CLIENT);
    struct buf out = {0};
    struct target target;
    struct err err;

    (void)state;
    assert_true(target_parse(span_str("pop3s://h"), &target, &err));
    assert_int_equal(table_add_row(t, &target), 1);
    rows_text(t, &out);
    assert_string_equal(buf_cstr(&out), "c s imaps://imap.example.org:993 implicit 993 [SSL]\n- - pop3s://h:995 implicit 995 []\n");
    target.port = 10995;
    assert_true(table_set_row(t, 1, &target)); /* led elsewhere */
    rows_text(t, &out);
    assert_string_equal(buf_cstr(&out), "c s imaps://imap.example.org:993 implicit 993 [SSL]\n- - pop3s://h:10995 implicit 10995 []\n");
    target.port = 995;
    assert_true(table_set_row(t, 1, &target));
    assert_false(table_remove_row(t, 2));
    assert_true(table_remove_row(t, 0));
    rows_text(t, &out);
    assert_string_equal(buf_cstr(&out), "- - pop3s://h:995 implicit 995 []\n");
    assert_true(table_remove_row(t, 0));
    assert_int_equal(t->row_count, 0);
    for (long i = 0; i < 100; i++)
        assert_int_equal(table_add_row(t, &target), i);
    buf_done(&out);
    table_free(t);
}

/* Another port or mode of the same host stays with its server and so with the address to go to; another host does not. */
static void a_row_may_lead_elsewhere(void **state)
{
    struct table *t = read_text(SERVER CLIENT);
    struct buf out = {0};
    struct target target;
    struct err err;

    (void)state;
    assert_true(target_parse(span_str("imap://IMAP.example.org"), &target, &err));
    assert_true(table_set_row(t, 0, &target));
    rows_text(t, &out);
    assert_string_equal(buf_cstr(&out), "c s imap://imap.example.org:143 starttls 143 []\n");
    assert_true(target_parse(span_str("imap://m\xC3\xBCnchen.example"), &target, &err));
    assert_true(table_set_row(t, 0, &target));
    rows_text(t, &out);
    assert_string_equal(buf_cstr(&out), "c - imap://xn--mnchen-3ya.example:143 starttls 143 []\n");
    assert_string_equal(t->rows[0].host, "m\xC3\xBCnchen.example");
    buf_done(&out);
    table_free(t);
}

static void endless_files_have_an_end(void **state)
{
    struct buf text = {0};
    struct table *t;
    struct err err;

    (void)state;
    for (unsigned i = 0; i < 1000; i++)
        buf_addf(&text, "[server s%u]\nimap = h\n", i);
    for (unsigned i = 0; i < 1200; i++)
        buf_addf(&text, "[client c%u]\nimap = 1 none\n", i);
    t = table_read(buf_span(&text), "t", &err);
    assert_int_equal(t->client_count, TABLE_CLIENTS_MAX);
    assert_int_equal(t->row_count, TABLE_ROWS_MAX);
    assert_int_equal(t->error_count, TABLE_ERRORS_MAX);
    assert_non_null(strstr(t->errors[TABLE_ERRORS_MAX - 1].text, "more wrong"));
    table_free(t);
    while (buf_len(&text) <= TABLE_BYTES_MAX)
        buf_add_str(&text, "; a long comment to fill the file, and nothing else but this comment, again and again\n");
    t = table_read(buf_span(&text), "t", &err);
    assert_int_equal(t->row_count, 0);
    assert_non_null(strstr(t->errors[0].text, "larger than 4194304 bytes"));
    table_free(t);
    buf_done(&text);
}

static void look_at_head(struct span head, void *user)
{
    struct err err;
    struct table *t = table_read(head, "t", &err);

    (void)user;
    assert_non_null(t);
    for (size_t i = 0; i < t->row_count; i++)
        assert_non_null(t->rows[i].proto);
    for (size_t i = 0; i < t->error_count; i++)
        assert_true(text_is_safe(span_str(t->errors[i].text)));
    table_free(t);
}

static void every_cut_is_a_table(void **state)
{
    (void)state;
    feed_heads(span_str("\xEF\xBB\xBF[table]\ntitle = T\n" SERVER "clients = c d\n" CLIENT "smtp 2 = 25 none \"x\" ; y\n[client \xFF]\n\x1b = 1\n"),
               look_at_head, NULL);
}

static bool read_with_little_memory(void *user)
{
    struct err err = {0};
    struct table *t = table_read(span_str(user), "t", &err);
    struct target target;
    bool ok = t != NULL;

    assert_true(t || err.kind == ERR_MEMORY);
    target_set(&target, proto_by_name(span_str("imap")), span_str("h"), 143, TLS_MODE_STARTTLS);
    for (int i = 0; ok && i < 10; i++)
        ok = table_add_row(t, &target) >= 0;
    ok = ok && table_set_row(t, 0, &target);
    table_free(t);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    static char text[] = "words\n[table]\ntitle = T\nnote = a\nnote = b\n" SERVER "clients = c d\nnote = n\n" CLIENT
                         "imap = 1 none\nzzz = 1\nplatform = p\n[client d]\npop3 = 995 implicit\n[server s]\nimap = h\n";
    size_t unnoticed;

    (void)state;
    assert_true(failing_alloc_each(read_with_little_memory, text, &unnoticed) > 30);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_servers_times_clients_times_protocols),
        cmocka_unit_test(smtp_is_the_relay_port_or_submission),
        cmocka_unit_test(a_laboratory_on_high_ports),
        cmocka_unit_test(a_server_may_name_its_clients),
        cmocka_unit_test(every_key_is_kept),
        cmocka_unit_test(mistakes_are_told_with_their_line),
        cmocka_unit_test(what_is_wrong_comes_in_the_order_of_the_file),
        cmocka_unit_test(an_empty_file_is_an_empty_table),
        cmocka_unit_test(a_zero_byte_is_no_end),
        cmocka_unit_test(a_bad_host_makes_a_row_that_says_so),
        cmocka_unit_test(typed_rows_come_and_go),
        cmocka_unit_test(a_row_may_lead_elsewhere),
        cmocka_unit_test(endless_files_have_an_end),
        cmocka_unit_test(every_cut_is_a_table),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
