/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_chain.c - certificates. */
#include "case.h"

#include <stdio.h>
#include <string.h>

static struct cert *leaf(struct box *b)
{
    return &b->e.chain.certs[0];
}

static void failed(struct box *b)
{
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
}

static void expired(struct box *b)
{
    failed(b);
    leaf(b)->not_after = CASE_WALL_S - 84 * CASE_DAY;
    leaf(b)->not_before = CASE_WALL_S - 400 * CASE_DAY;
    b->e.chain.in_date = false;
    trouble(b, CERT_EXPIRED, 0, "it ran out on 2026-09-01, 84 days ago");
}

/* The greeting says that it is still last year where the server is. */
static void expired_by_our_clock(struct box *b)
{
    expired(b);
    greet(b, "220 mail.example.org ESMTP Sun, 23 Nov 2025 07:00:00 +0100\r\n");
}

static void expired_by_both_clocks(struct box *b)
{
    expired(b);
    greet(b, "220 mail.example.org ESMTP Tue, 24 Nov 2026 07:00:00 +0100\r\n");
}

/* The clocks differ, and the certificate is no good by either. */
static void expired_and_clock_off(struct box *b)
{
    expired(b);
    greet(b, "220 mail.example.org ESMTP Tue, 24 Nov 2026 09:00:00 +0000\r\n");
}

static void clock_off_alone(struct box *b)
{
    greet(b, "220 mail.example.org ESMTP Tue, 24 Nov 2026 09:00:00 +0000\r\n");
}

static void not_yet(struct box *b)
{
    failed(b);
    leaf(b)->not_before = CASE_WALL_S + 3 * CASE_DAY;
    b->e.chain.in_date = false;
    trouble(b, CERT_NOT_YET_VALID, 0, "it is valid from 2026-11-27");
}

static void not_yet_by_our_clock(struct box *b)
{
    not_yet(b);
    b->e.chain.ocsp_stapled = b->e.chain.ocsp_good = true;
    b->e.chain.ocsp_produced = CASE_WALL_S + 4 * CASE_DAY;
}

static void not_yet_and_old_staple(struct box *b)
{
    not_yet(b);
    b->e.chain.ocsp_stapled = b->e.chain.ocsp_good = true;
    b->e.chain.ocsp_produced = CASE_WALL_S - CASE_DAY;
}

static void issuer_expired(struct box *b)
{
    failed(b);
    case_cert(b, 1, "Old CA", "Old Root")->not_after = CASE_WALL_S - CASE_DAY;
    b->e.chain.in_date = false;
    trouble(b, CERT_CHAIN_EXPIRED, 1, "'Old CA' ran out");
}

static void spare_expired(struct box *b)
{
    case_cert(b, 1, "Old CA", "Old Root")->not_after = CASE_WALL_S - CASE_DAY;
    trouble(b, CERT_CHAIN_EXPIRED, 1, "the spare 'Old CA' ran out");
}

static void soon(struct box *b)
{
    leaf(b)->not_after = CASE_WALL_S + 5 * CASE_DAY;
    trouble(b, CERT_EXPIRES_SOON, 0, "it runs out in 5 days");
}

static void wrong_name(struct box *b)
{
    failed(b);
    strv_done(&leaf(b)->names);
    case_name(leaf(b), "www.example.org");
    trouble(b, CERT_NAME_MISMATCH, 0, "it is for www.example.org");
}

static void wrong_name_of_provider(struct box *b)
{
    wrong_name(b);
    case_name(leaf(b), "*.provider.example.net");
    strcpy(b->resolution.canonical, "imap.provider.example.net");
}

static void wrong_name_and_alias(struct box *b)
{
    wrong_name(b);
    strcpy(b->resolution.canonical, "imap.provider.example.net");
}

static void wildcard(struct box *b)
{
    failed(b);
    trouble(b, CERT_WILDCARD_DEPTH, 0, "'*.example.org' covers one level");
}

static void by_number(struct box *b)
{
    failed(b);
    trouble(b, CERT_IP_LITERAL, 0, "'192.0.2.1' is an address");
}

static void no_san(struct box *b)
{
    strv_done(&leaf(b)->names);
    memset(&leaf(b)->names, 0, sizeof leaf(b)->names);
    trouble(b, CERT_NO_SAN, 0, "the name stands only in CN");
}

static void self_signed(struct box *b)
{
    failed(b);
    case_cert(b, 0, "mail.example.org", "mail.example.org");
    trouble(b, CERT_SELF_SIGNED, 0, "it vouches for itself");
}

static void snakeoil(struct box *b)
{
    failed(b);
    case_cert(b, 0, "localhost", "localhost");
    trouble(b, CERT_SELF_SIGNED, 0, "it vouches for itself");
    trouble(b, CERT_NAME_MISMATCH, 0, "it is for localhost");
    trouble(b, CERT_SNAKEOIL, 0, "the subject 'localhost' is what installers write");
}

static void campus_root(struct box *b)
{
    failed(b);
    case_cert(b, 1, "Campus Root", "Campus Root");
    trouble(b, CERT_UNTRUSTED_ROOT, 1, "'Campus Root' is not trusted");
}

static void antivirus(struct box *b)
{
    failed(b);
    case_cert(b, 0, "mail.example.org", "Example Antivirus Mail Shield");
    trouble(b, CERT_INTERCEPTED, 0, "the issuer is that of Example Antivirus");
    trouble(b, CERT_UNTRUSTED_ROOT, 0, "'Example Antivirus Mail Shield' is not trusted");
}

static void missing(struct box *b)
{
    failed(b);
    trouble(b, CERT_MISSING_INTERMEDIATE, 0, "'Example CA' is not sent");
}

static void missing_and_withheld(struct box *b)
{
    missing(b);
    b->e.login_given = true;
    b->e.auth.result = AUTH_WITHHELD;
    strcpy(b->e.auth.why, "the certificate did not pass");
}

static void broken_signature(struct box *b)
{
    failed(b);
    trouble(b, CERT_BROKEN_SIGNATURE, 0, "the signature does not verify");
}

static void unreadable(struct box *b)
{
    failed(b);
    trouble(b, CERT_UNREADABLE, 0, "it does not decode");
}

static void none_sent(struct box *b)
{
    failed(b);
    chain_done(&b->e.chain);
    memset(&b->e.chain, 0, sizeof b->e.chain);
}

static void weak_key(struct box *b)
{
    failed(b);
    trouble(b, CERT_WEAK_KEY, 0, "the key is RSA-1024");
}

static void weak_signature(struct box *b)
{
    failed(b);
    trouble(b, CERT_WEAK_SIGNATURE, 0, "it is signed with RSA-SHA1");
}

static void purpose(struct box *b)
{
    failed(b);
    trouble(b, CERT_PURPOSE, 0, "it is for clientAuth");
}

static void not_ca(struct box *b)
{
    failed(b);
    trouble(b, CERT_ISSUER_NOT_CA, 0, "the issuer is no authority");
}

static void revoked(struct box *b)
{
    failed(b);
    trouble(b, CERT_REVOKED, 0, "revoked on 2026-11-01");
}

static void too_long(struct box *b)
{
    trouble(b, CERT_TOO_LONG, 0, "it is valid for 3650 days");
}

static void disorder(struct box *b)
{
    trouble(b, CERT_DISORDER, 0, "it is sent twice");
}

static void root_sent(struct box *b)
{
    case_cert(b, 1, "Example Root", "Example Root");
    trouble(b, CERT_ROOT_SENT, 1, "the root is sent along");
}

static void not_judged_yet(struct box *b)
{
    expired(b);
    b->e.chain.checked = false;
}

const struct rule_case chain_cases[] = {
    {"expired", "imaps://mail.example.org", NULL, expired, "only cert-expired=error/certain",
     "local-clock-wrong cert-chain-expired-issuer cert-expires-soon"},
    {"expired by our clock, valid by the server's", "submissions://mail.example.org", NULL, expired_by_our_clock,
     "only local-clock-wrong=error/likely cert-expired", NULL},
    {"expired by both clocks", "submissions://mail.example.org", NULL, expired_by_both_clocks, "only cert-expired", "local-clock-wrong"},
    {"expired, and clocks that differ", "submissions://mail.example.org", NULL, expired_and_clock_off, "only cert-expired",
     "local-clock-wrong"},
    {"clocks that differ, and a certificate that is valid", "submissions://mail.example.org", NULL, clock_off_alone, "only", "local-clock-wrong"},
    {"not yet valid", "imaps://mail.example.org", NULL, not_yet, "only cert-not-yet-valid-or-clock-wrong=error/likely",
     "cert-expired local-clock-wrong"},
    {"not yet valid by our clock, valid by the staple", "imaps://mail.example.org", NULL, not_yet_by_our_clock,
     "only local-clock-wrong=error/likely cert-not-yet-valid-or-clock-wrong", NULL},
    {"not yet valid, and an older staple", "imaps://mail.example.org", NULL, not_yet_and_old_staple,
     "only cert-not-yet-valid-or-clock-wrong", "local-clock-wrong"},
    {"not judged yet", "imaps://mail.example.org", NULL, not_judged_yet, "only", "cert-not-yet-valid-or-clock-wrong"},
    {"an issuer has expired", "imaps://mail.example.org", NULL, issuer_expired, "only cert-chain-expired-issuer=error/certain", "cert-expired"},
    {"a spare issuer has expired", "imaps://mail.example.org", NULL, spare_expired, "only cert-chain-expired-issuer=warning/certain", NULL},
    {"expires soon", "imaps://mail.example.org", NULL, soon, "only cert-expires-soon=warning/certain", "cert-expired"},
    {"another name", "imaps://mail.example.org", NULL, wrong_name, "only cert-name-mismatch=error/certain",
     "cert-name-mismatch-provider cert-name-wildcard-depth cert-ip-literal cert-no-san"},
    {"the provider's name", "imaps://mail.example.org", NULL, wrong_name_of_provider,
     "only cert-name-mismatch-provider=error/likely dns-cname-to-provider", "cert-name-mismatch"},
    {"another name, and an alias that it is not for", "imaps://mail.example.org", NULL, wrong_name_and_alias,
     "only cert-name-mismatch=error/certain dns-cname-to-provider", "cert-name-mismatch-provider"},
    {"a wildcard that does not reach", "imaps://a.mail.example.org", NULL, wildcard, "only cert-name-wildcard-depth=error/certain",
     "cert-name-mismatch"},
    {"a number in place of a name", "imaps://192.0.2.1", NULL, by_number, "only cert-ip-literal=error/certain", "cert-name-mismatch"},
    {"the name in the subject only", "imaps://mail.example.org", NULL, no_san, "only cert-no-san=warning/certain", "cert-name-mismatch"},
    {"self-signed", "imaps://mail.example.org", NULL, self_signed, "only cert-self-signed=error/certain",
     "cert-default-or-snakeoil cert-untrusted-root cert-missing-intermediate"},
    {"left from the installation", "imaps://mail.example.org", NULL, snakeoil,
     "only cert-default-or-snakeoil=error/likely cert-self-signed cert-name-mismatch", NULL},
    {"a root of the campus", "imaps://mail.example.org", NULL, campus_root, "only cert-untrusted-root=error/certain",
     "cert-intercepted-by-antivirus-or-proxy cert-self-signed cert-missing-intermediate"},
    {"an antivirus program", "imaps://mail.example.org", NULL, antivirus,
     "only cert-intercepted-by-antivirus-or-proxy=error/likely cert-untrusted-root", NULL},
    {"a missing intermediate", "imaps://mail.example.org", NULL, missing, "only cert-missing-intermediate=error/likely",
     "cert-untrusted-root cert-self-signed auth-withheld"},
    {"a login held back", "imaps://mail.example.org", NULL, missing_and_withheld, "only cert-missing-intermediate auth-withheld=note/certain", NULL},
    {"a broken signature", "imaps://mail.example.org", NULL, broken_signature, "only cert-signature-broken=error/certain",
     "cert-weak-signature cert-unreadable"},
    {"an unreadable certificate", "imaps://mail.example.org", NULL, unreadable, "only cert-unreadable=error/certain", "cert-signature-broken"},
    {"no certificate at all", "imaps://mail.example.org", NULL, none_sent, "only cert-unreadable=error/certain", NULL},
    {"a short key", "imaps://mail.example.org", NULL, weak_key, "only cert-weak-key=error/certain", "cert-weak-signature"},
    {"SHA-1", "imaps://mail.example.org", NULL, weak_signature, "only cert-weak-signature=error/certain", "cert-weak-key"},
    {"a client's certificate", "imaps://mail.example.org", NULL, purpose, "only cert-purpose-wrong=error/certain", "cert-issuer-not-ca"},
    {"an issuer that is no authority", "imaps://mail.example.org", NULL, not_ca, "only cert-issuer-not-ca=error/certain", "cert-purpose-wrong"},
    {"revoked", "imaps://mail.example.org", NULL, revoked, "only cert-revoked=error/certain", NULL},
    {"valid for ten years", "imaps://mail.example.org", NULL, too_long, "only cert-validity-too-long=warning/certain", NULL},
    {"in disorder", "imaps://mail.example.org", NULL, disorder, "only cert-chain-disorder=warning/certain", NULL},
    {"the root sent along", "imaps://mail.example.org", NULL, root_sent, "only cert-chain-disorder=note/certain", NULL},
    {"a good certificate", "imaps://mail.example.org", NULL, NULL, "only", "cert-revoked cert-validity-too-long cert-chain-disorder"},
    {NULL},
};
