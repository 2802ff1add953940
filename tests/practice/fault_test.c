/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fault_test.c - what each faulty server does on the wire, seen by a client that knows nothing of diagnoses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "peer.h"
#include "tls/cert.h"

#define WALL_US INT64_C(1795500000000000) /* 2026-11-24 */
#define PLAIN_RIGHT "AHByb2JlAHNlY3JldA=="

/* Table rows name what they are about; so the message of a failure does too. */
#define OPEN(peer, row) peer_open(peer, *state, (row)->fault, (row)->proto, (row)->implicit)

static const struct opening {
    const char *fault, *proto;
    bool implicit;
    const char *first; /* line, "*" at its end for anything; NULL: silence */
    int closing;
} openings[] = {
    {"banner-timeout", "imap", false, NULL, 0},
    {"greeting-closed", "pop3", false, NULL, 1},
    {"tcp-refused", "pop3", false, NULL, 2},
    {"greeting-rejected-554", "submission", false, "554 5.7.1 greeting-rejected-554.practice.test no service *", 0},
    {"greeting-rejected-554", "submission", true, "554 *", 0},
    {"greeting-blocklisted", "smtp", false, "554 5.7.1 Service unavailable; client blocked using *", 0},
    {"greeting-521-no-mail", "smtp", false, "521 *", 0},
    {"greeting-refused-access", "imap", false, "* BYE *", 1},
    {"greeting-421-busy", "imap", true, "* BYE [UNAVAILABLE] *", 1},
    {"greeting-421-busy", "pop3", false, "-ERR [SYS/TEMP] *", 1},
    {"greeting-421-busy", "smtp", false, "421 4.7.0 *", 1},
    {"wrong-protocol-on-port", "imap", false, "SSH-2.0-OpenSSH_9.2", 0},
    {"imap-preauth", "imap", false, "* PREAUTH *", 0},
    {"cisco-smtp-fixup", "submission", false, "220 *****", 0},
    {"tls-mode-mismatch-plain-on-implicit", "imap", false, NULL, 0},
    {"odd-many-lines", "submission", false, "220-odd-many-lines.practice.test ESMTP", 0},
};

static bool line_fits(const char *line, const char *wanted)
{
    size_t len = strlen(wanted);
    bool open = len && wanted[len - 1] == '*';
    return open ? strncmp(line, wanted, len - 1) == 0 : strcmp(line, wanted) == 0;
}

static void begins_as_the_table_says(void **state)
{
    for (const struct opening *o = openings; o < openings + sizeof(openings) / sizeof(*openings); o++) {
        struct peer p = {0};
        OPEN(&p, o);
        const char *line = peer_line(&p);
        if (o->first ? !line_fits(line, o->first) : *line != '\0')
            fail_msg("%s, %s: began with \"%s\"", o->fault, o->proto, line);
        if (practice_conn_closing(p.conn) != o->closing)
            fail_msg("%s, %s: closing is %d", o->fault, o->proto, practice_conn_closing(p.conn));
        peer_close(&p);
    }
}

static void waits_before_it_greets(void **state)
{
    struct peer p = {0};
    peer_open(&p, *state, "banner-delayed", "imap", false);
    assert_int_equal(practice_conn_deadline_us(p.conn), 6000000);
    peer_wait(&p, 5999999);
    assert_string_equal(peer_line(&p), "");
    peer_wait(&p, 1);
    assert_true(line_fits(peer_line(&p), "* OK [CAPABILITY *"));
    peer_close(&p);
}

static void floods_without_end_and_without_growing(void **state)
{
    static const char *const names[] = {"imap", "pop3", "smtp"};
    for (size_t i = 0; i < 3; i++) {
        struct practice_conn *c = practice_conn_new(*state, practice_fault("flood"), peer_port(names[i], false), 0);
        assert_non_null(c);
        for (size_t sum = 0; sum < 1 << 20;) {
            size_t len = practice_conn_send(c).len;
            assert_in_range(len, 1, 1 << 16);
            sum += len;
            practice_conn_sent(c, len, 0);
        }
        practice_conn_free(c);
    }
}

static void splits_every_reply_into_bytes(void **state)
{
    struct practice_conn *c = practice_conn_new(*state, practice_fault("odd-split"), peer_port("smtp", false), 0);
    assert_non_null(c);
    size_t sum = 0;
    for (size_t len; (len = practice_conn_send(c).len); sum += len) {
        assert_int_equal(len, 1);
        practice_conn_sent(c, len, 0);
    }
    assert_int_equal(sum, strlen("220 odd-split.practice.test ESMTP practice server\r\n"));
    practice_conn_free(c);
}

static void drips_with_pauses(void **state)
{
    struct practice_conn *c = practice_conn_new(*state, practice_fault("odd-slow"), peer_port("smtp", false), 0);
    assert_non_null(c);
    uint64_t now = 0;
    for (size_t i = 0; i < 10; i++) {
        assert_int_equal(practice_conn_send(c).len, 1);
        practice_conn_sent(c, 1, now);
        assert_int_equal(practice_conn_send(c).len, 0);
        assert_true(practice_conn_deadline_us(c) > now);
        now = practice_conn_deadline_us(c);
        practice_conn_tick(c, now);
    }
    practice_conn_free(c);
}

static const char *const masked[] = {
    "S: 220 *",
    "C: EHLO x",
    "S: 250-cisco-smtp-fixup.practice.test",
    "S: 250-PIPELINING",
    "S: 250-SIZE 10485760",
    "S: 250-XXXXXXXA",
    "S: 250-ENHANCEDSTATUSCODES",
    "S: 250 8BITMIME",
    "C: STARTTLS",
    "S: 500 5.5.1 Command unrecognized: \"XXXXXXXA\"",
    NULL,
};
static const char *const stripped[] = {
    "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID LOGINDISABLED] *", "C: a STARTTLS", "S: a OK *", "TLS", NULL,
};
static const char *const not_offered[] = {"S: +OK *", "C: STLS", "S: -ERR unknown command", NULL};
static const char *const refused_454[] = {"S: 220 *", "C: STARTTLS", "S: 454 4.7.0 *", NULL};
static const char *const refused_other[] = {"S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID STARTTLS *", "C: a STARTTLS",
                                            "S: a BAD *", NULL};
static const char *const injected[] = {"S: * OK *", "C: a STARTTLS", "S: a OK *", "S: * CAPABILITY IMAP4rev1 AUTH=PLAIN", NULL};
static const char *const first_line[] = {"S: 220 *", "C: EHLO x", "S: 250-STARTTLS", "S: 250-PIPELINING", "S: 250-SIZE 10485760",
                                         "S: 250-ENHANCEDSTATUSCODES", "S: 250 8BITMIME", NULL};
static const char *const no_ehlo[] = {"S: 220 *", "C: EHLO x", "S: 500 *", "C: HELO x", "S: 250 ehlo-rejected.practice.test", NULL};
static const char *const no_capa[] = {"S: +OK *", "C: CAPA", "S: -ERR *", NULL};
static const char *const nonsense[] = {"S: * OK reply-not-understood.practice.test ready", "C: a CAPABILITY",
                                       "S: \\o/ no protocol is spoken here", NULL};
static const char *const no_answer[] = {"S: +OK *", "C: CAPA", NULL};
static const char *const closes[] = {"S: 220 *", "C: EHLO x", "END", NULL};
static const char *const half_a_list[] = {"S: 220 *", "C: EHLO x", "S: 250-tls-truncated.practice.test", "END", NULL};
static const char *const exposed[] = {"S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID STARTTLS AUTH=PLAIN AUTH=LOGIN] *",
                                      "C: a LOGIN probe secret", "S: a OK *", NULL};
static const char *const vanishing[] = {"S: +OK *", "C: CAPA", "S: +OK *", "S: UIDL", "S: TOP", "S: PIPELINING", "S: RESP-CODES",
                                        "S: AUTH-RESP-CODE", "S: STLS", "S: SASL SCRAM-SHA-256", "S: .", "C: STLS", "S: +OK *",
                                        "TLS", "C: CAPA", "S: +OK *", "S: UIDL", "S: TOP", "S: PIPELINING", "S: RESP-CODES",
                                        "S: AUTH-RESP-CODE", "S: USER", "S: SASL PLAIN", "S: .", NULL};
static const char *const tokens_only[] = {
    "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID LOGINDISABLED AUTH=OAUTHBEARER AUTH=XOAUTH2] *",
    "C: a LOGIN probe secret",
    "S: a NO [CANNOT] *",
    "C: b AUTHENTICATE PLAIN " PLAIN_RIGHT,
    "S: b NO [CANNOT] *",
    NULL,
};
static const char *const no_logins[] = {"S: 220 *", "C: AUTH PLAIN " PLAIN_RIGHT, "S: 503 5.5.1 *", NULL};
static const char *const tried_too_often[] = {"S: * OK *", "C: a LOGIN probe secret", "S: * BYE Too many failed logins, *", "END",
                                              NULL};
static const char *const babble[] = {"S: 220 *", "C: AUTH SCRAM-SHA-256", "S: 334 %%% not base64 %%%", NULL};

static const struct conversation {
    const char *fault, *proto;
    bool implicit;
    const char *const *script;
} conversations[] = {
    {"cisco-smtp-fixup", "submission", false, masked},
    {"starttls-stripped", "imap", false, stripped},
    {"starttls-not-offered", "pop3", false, not_offered},
    {"starttls-refused-454", "smtp", false, refused_454},
    {"starttls-refused-other", "imap", false, refused_other},
    {"response-injection", "imap", false, injected},
    {"capabilities-malformed", "smtp", false, first_line},
    {"ehlo-rejected", "submission", true, no_ehlo},
    {"capability-command-missing", "pop3", true, no_capa},
    {"reply-not-understood", "imap", true, nonsense},
    {"conversation-timeout", "pop3", true, no_answer},
    {"conversation-closed", "submission", true, closes},
    {"tls-truncated", "submission", true, half_a_list},
    {"auth-plaintext-offered", "imap", false, exposed},
    {"caps-changed-after-tls", "pop3", false, vanishing},
    {"auth-oauth-required", "imap", true, tokens_only},
    {"auth-command-not-advertised", "submission", true, no_logins},
    {"auth-too-many-attempts", "imap", true, tried_too_often},
    {"auth-exchange-broken", "submission", true, babble},
};

static void converses_as_the_table_says(void **state)
{
    for (const struct conversation *c = conversations; c < conversations + sizeof(conversations) / sizeof(*conversations); c++) {
        struct peer p = {0};
        OPEN(&p, c);
        peer_play(&p, c->script);
        peer_close(&p);
    }
}

static void ends_tls_properly_but_where_it_is_the_fault(void **state)
{
    static const struct {
        const char *fault;
        bool truncated;
    } cases[] = {{"conversation-closed", false}, {"tls-truncated", true}};
    for (size_t i = 0; i < 2; i++) {
        struct peer p = {0};
        struct buf rest = {0};
        peer_open(&p, *state, cases[i].fault, "submission", true);
        peer_say(&p, "EHLO x\r\n");
        tls_feed_end(p.tls, 0);
        assert_int_equal(tls_read(p.tls, &rest), TLS_CLOSED);
        assert_int_equal(tls_facts(p.tls)->truncated, cases[i].truncated);
        buf_done(&rest);
        peer_close(&p);
    }
}

static const struct handshake {
    const char *fault, *proto;
    bool implicit;
    bool complete;
    int closing;
    int alert;           /* that the client received; -1: none */
    const char *version; /* NULL: whatever */
} handshakes[] = {
    {"good", "imap", true, true, 0, -1, "TLS1.3"},
    {"tls-mode-mismatch-plain-on-implicit", "imap", false, true, 0, -1, "TLS1.3"},
    {"tls-mode-mismatch-implicit-on-starttls", "imap", true, false, 0, -1, NULL},
    {"tls-version-too-old", "imap", true, true, 0, -1, "TLS1.0"},
    {"tls-weak-cipher", "pop3", true, true, 0, -1, "TLS1.2"},
    {"tls-no-common-cipher", "imap", true, false, 1, 40, NULL},
    {"sni-rejected", "imap", true, false, 1, 112, NULL},
    {"tls-handshake-closed", "imap", true, false, 1, -1, NULL},
    {"tls-handshake-reset", "imap", true, false, 2, -1, NULL},
    {"tls-handshake-timeout", "imap", true, false, 0, -1, NULL},
    {"client-cert-required", "imap", true, true, 1, 116, "TLS1.3"},
};

static void shakes_hands_as_the_table_says(void **state)
{
    for (const struct handshake *h = handshakes; h < handshakes + sizeof(handshakes) / sizeof(*handshakes); h++) {
        struct peer p = {0};
        OPEN(&p, h);
        if (!p.tls)
            peer_start_tls(&p);
        const struct tls_facts *f = tls_facts(p.tls);
        if (f->complete != h->complete || f->alert != h->alert || practice_conn_closing(p.conn) != h->closing ||
            (h->version && strcmp(f->version, h->version) != 0))
            fail_msg("%s: complete %d, alert %d, closing %d, version %s", h->fault, f->complete, f->alert,
                     practice_conn_closing(p.conn), f->version);
        peer_close(&p);
    }
}

static void answers_a_clienthello_in_clear(void **state)
{
    struct peer p = {0};
    peer_open(&p, *state, "starttls-accepted-no-tls", "submission", false);
    peer_say(&p, "STARTTLS\r\n");
    assert_false(peer_start_tls(&p));
    const struct tls_facts *f = tls_facts(p.tls);
    assert_true(f->plaintext_peer);
    assert_true(span_starts(span_of(f->plain_bytes, f->plain_len), "500 5.5.1 "));
    peer_close(&p);
}

static const struct paper {
    const char *fault;
    enum cert_problem problem;
} papers[] = {
    {"cert-expired", CERT_EXPIRED},
    {"cert-not-yet-valid", CERT_NOT_YET_VALID},
    {"cert-name-mismatch", CERT_NAME_MISMATCH},
    {"cert-name-wildcard-depth", CERT_WILDCARD_DEPTH},
    {"cert-no-san", CERT_NO_SAN},
    {"cert-self-signed", CERT_SELF_SIGNED},
    {"cert-default-or-snakeoil", CERT_SNAKEOIL},
    {"cert-untrusted-root", CERT_UNTRUSTED_ROOT},
    {"cert-missing-intermediate", CERT_MISSING_INTERMEDIATE},
    {"cert-chain-disorder", CERT_DISORDER},
    {"cert-chain-expired-issuer", CERT_CHAIN_EXPIRED},
    {"cert-issuer-not-ca", CERT_ISSUER_NOT_CA},
    {"cert-intercepted", CERT_INTERCEPTED},
    {"cert-weak-key", CERT_WEAK_KEY},
    {"cert-weak-signature", CERT_WEAK_SIGNATURE},
    {"cert-purpose-wrong", CERT_PURPOSE},
    {"cert-expires-soon", CERT_EXPIRES_SOON},
    {"cert-revoked", CERT_REVOKED},
    {"cert-validity-too-long", CERT_TOO_LONG},
};

/* The chain that a fault's server shows, judged by a client that trusts the practice. */
static void read_chain(struct practice *practice, const char *fault, struct chain *chain)
{
    struct peer p = {0};
    struct err err;
    char host[128];
    size_t count;
    snprintf(host, sizeof(host), "%s%s.practice.test", strcmp(fault, "cert-name-wildcard-depth") ? "" : "mail.", fault);
    struct trust *trust = trust_new(practice_ca_pem(practice), "the practice", &err);
    assert_non_null(trust);
    peer_open(&p, practice, fault, "imap", true);
    const struct span *certs = tls_peer_certs(p.tls, &count);
    assert_true(chain_read(chain, certs, count) && chain_staple(chain, tls_peer_ocsp(p.tls)));
    assert_true(chain_check(chain, trust, host, WALL_US / 1000000));
    peer_close(&p);
    trust_free(trust);
}

static void shows_a_certificate_with_that_problem(void **state)
{
    for (const struct paper *q = papers; q < papers + sizeof(papers) / sizeof(*papers); q++) {
        struct chain chain = {0};
        read_chain(*state, q->fault, &chain);
        if (!chain.trouble_count || !chain_has(&chain, q->problem))
            fail_msg("%s: the first trouble is %s", q->fault,
                     chain.trouble_count ? cert_problem_name(chain.troubles[0].problem) : "none");
        chain_done(&chain);
    }
}

static void shows_a_good_certificate_everywhere_else(void **state)
{
    static const char *const some[] = {"good", "banner-delayed", "auth-bad-credentials", "odd-split"};
    for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++) {
        struct chain chain = {0};
        read_chain(*state, some[i], &chain);
        if (chain.trouble_count)
            fail_msg("%s: %s", some[i], chain.troubles[0].detail);
        assert_true(chain_passed(&chain));
        chain_done(&chain);
    }
}

/* Every answer to a right password that a fault's row dictates, in each protocol it dictates one for. */
static void refuses_the_right_password_where_that_is_the_fault(void **state)
{
    static const char *const commands[][2] = {
        {"imap", "a AUTHENTICATE PLAIN " PLAIN_RIGHT "\r\n"},
        {"pop3", "AUTH PLAIN " PLAIN_RIGHT "\r\n"},
        {"submission", "AUTH PLAIN " PLAIN_RIGHT "\r\n"},
    };
    static const char *const yes[] = {"a OK ", "+OK", "235 "};
    size_t refusals = 0;
    for (size_t f = 0; practice_faults[f]; f++)
        for (size_t i = 0; i < 3; i++) {
            const char *protocol = i == 2 ? "smtp" : commands[i][0];
            if (strncmp(practice_faults[f]->name, "auth-", 5) != 0 || !strstr(practice_faults[f]->protocols, protocol) ||
                strstr("auth-plaintext-offered", practice_faults[f]->name))
                continue;
            struct peer p = {0};
            peer_open(&p, *state, practice_faults[f]->name, commands[i][0], true);
            while (*peer_line(&p))
                ;
            peer_say(&p, commands[i][1]);
            const char *answer = peer_line(&p);
            if (!*answer || strncmp(answer, yes[i], strlen(yes[i])) == 0)
                fail_msg("%s, %s: \"%s\"", practice_faults[f]->name, commands[i][0], answer);
            refusals++;
            peer_close(&p);
        }
    assert_true(refusals > 40);
}

static void names_and_addresses_are_unique(void **state)
{
    (void)state;
    char address[16], other[16];
    size_t count = 0;
    for (; practice_faults[count]; count++) {
        assert_ptr_equal(practice_fault(practice_faults[count]->name), practice_faults[count]);
        practice_address(count, address, sizeof(address));
        practice_address(count + 1, other, sizeof(other));
        assert_string_not_equal(address, other);
        assert_true(text_is_safe(span_str(practice_faults[count]->note)));
    }
    assert_true(count >= 30 && count < 250);
    practice_address(0, address, sizeof(address));
    assert_string_equal(address, "127.0.77.1");
    assert_null(practice_fault("no-such-fault"));
    assert_false(practice_listens(practice_fault("tcp-refused")));
    assert_true(practice_listens(practice_fault("good")));
}

static int begin(void **state)
{
    struct err err;
    *state = practice_new(WALL_US, &err);
    return *state ? 0 : -1;
}

static int end(void **state)
{
    practice_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_as_the_table_says),
        cmocka_unit_test(waits_before_it_greets),
        cmocka_unit_test(floods_without_end_and_without_growing),
        cmocka_unit_test(splits_every_reply_into_bytes),
        cmocka_unit_test(drips_with_pauses),
        cmocka_unit_test(converses_as_the_table_says),
        cmocka_unit_test(ends_tls_properly_but_where_it_is_the_fault),
        cmocka_unit_test(shakes_hands_as_the_table_says),
        cmocka_unit_test(answers_a_clienthello_in_clear),
        cmocka_unit_test(shows_a_certificate_with_that_problem),
        cmocka_unit_test(shows_a_good_certificate_everywhere_else),
        cmocka_unit_test(refuses_the_right_password_where_that_is_the_fault),
        cmocka_unit_test(names_and_addresses_are_unique),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
