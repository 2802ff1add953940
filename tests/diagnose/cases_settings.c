/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_settings.c - settings and names. */
#include "case.h"

#include "table/table.h"

#include <stdio.h>
#include <string.h>

static void bad_host(struct box *b)
{
    target_set(&b->target, b->target.proto, span_str("imap example.org"), 143, TLS_MODE_STARTTLS);
    case_fail(b, STAGE_RESOLVE);
}

static void with_login(struct box *b)
{
    b->e.login_given = true;
}

static void in_clear(struct box *b)
{
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1\r\nw1 OK done\r\n");
}

static void in_clear_on_loopback(struct box *b)
{
    in_clear(b);
    b->e.loopback = true;
}

static void connecting(struct box *b)
{
    case_running(b, STAGE_CONNECT);
    b->e.connect.connected = false;
}

static void no_such_name(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.system = (struct answer_set){.asked = true, .answered = true, .nxdomain = true};
    b->resolution.dns = (struct answer_set){.asked = true, .timed_out = true};
}

static void no_such_name_twice(struct box *b)
{
    no_such_name(b);
    b->resolution.dns = (struct answer_set){.asked = true, .answered = true, .nxdomain = true, .rcode = 3};
}

static void no_such_name_signed(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.dns = (struct answer_set){.asked = true, .answered = true, .nxdomain = true, .rcode = 3};
    b->resolution.validated = b->resolution.secure = true;
}

/* EAI_NONAME stands for both: DNS itself knows that the name exists. */
static void name_without_address(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.system = (struct answer_set){.asked = true, .answered = true, .nxdomain = true};
    b->resolution.dns = (struct answer_set){.asked = true, .answered = true};
}

static void mail_domain(struct box *b)
{
    name_without_address(b);
    b->resolution.has_mx = true;
}

static void other_family_only(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.system = (struct answer_set){.asked = true, .answered = true, .count = 1, .addresses = {{.text = "192.0.2.1"}}};
    b->resolution.left_out = 1;
}

static void server_failure(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.dns = (struct answer_set){.asked = true, .answered = true, .servfail = true, .rcode = 2, .error_text = "SERVFAIL"};
    b->resolution.system = (struct answer_set){.asked = true, .timed_out = true};
}

static void no_answer(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.system = (struct answer_set){.asked = true, .timed_out = true};
    b->resolution.dns = (struct answer_set){.asked = true, .timed_out = true};
}

static void no_answer_at_all(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->e.resolution = NULL;
}

static void still_asking(struct box *b)
{
    case_running(b, STAGE_RESOLVE);
    b->e.resolution = NULL;
}

static void bad_signature(struct box *b)
{
    case_fail(b, STAGE_RESOLVE);
    b->resolution.validated = b->resolution.bogus = true;
    b->resolution.dns = (struct answer_set){.asked = true, .answered = true, .servfail = true, .rcode = 2};
    strcpy(b->resolution.why_bogus, "signature expired");
}

static void bad_signature_but_an_address(struct box *b)
{
    b->resolution.validated = b->resolution.bogus = true;
    strcpy(b->resolution.why_bogus, "signature expired");
}

static void not_validating(struct box *b)
{
    b->resolution.bogus = true; /* without a trust anchor this means nothing */
}

static void dns_says(struct box *b, const char *address)
{
    b->resolution.dns = (struct answer_set){.asked = true, .answered = true, .count = 1};
    snprintf(b->resolution.dns.addresses[0].text, sizeof b->resolution.dns.addresses[0].text, "%s", address);
}

static void hosts_differ(struct box *b)
{
    b->resolution.hosts_file = true;
    dns_says(b, "198.51.100.7");
}

static void hosts_agree(struct box *b)
{
    b->resolution.hosts_file = true;
    dns_says(b, "192.0.2.1");
}

static void inside(struct box *b)
{
    strcpy(b->resolution.system.addresses[0].text, "10.1.2.3");
    strcpy(b->resolution.addresses[0].text, "10.1.2.3");
    strcpy(b->e.address, "10.1.2.3");
    dns_says(b, "192.0.2.1");
}

static void inside_unreachable(struct box *b)
{
    inside(b);
    case_fail(b, STAGE_CONNECT);
    b->e.connect.end.timed_out = true;
}

/* Round robin and anycast give different public addresses, which means nothing. */
static void two_public(struct box *b)
{
    dns_says(b, "198.51.100.7");
}

static void alias(struct box *b)
{
    strcpy(b->resolution.canonical, "imap.provider.example.net");
}

static void alias_at_home(struct box *b)
{
    strcpy(b->resolution.canonical, "mx17.example.org");
}

static void alias_two_part_suffix(struct box *b)
{
    target_set(&b->target, b->target.proto, span_str("imap.college.ac.uk"), 993, TLS_MODE_IMPLICIT);
    strcpy(b->resolution.canonical, "mail.college.ac.uk");
}

static void alias_two_part_suffix_foreign(struct box *b)
{
    target_set(&b->target, b->target.proto, span_str("imap.college.ac.uk"), 993, TLS_MODE_IMPLICIT);
    strcpy(b->resolution.canonical, "mail.provider.ac.uk");
}

static void srv_says_no(struct box *b)
{
    mail_domain(b);
    b->resolution.srv_says_no = true;
}

static void with_client(struct box *b, unsigned traits)
{
    strcpy(b->e.client, "Some Mail");
    b->e.client_traits = traits;
}

static void changing_client(struct box *b)
{
    with_client(b, CLIENT_CHANGES_SETTINGS);
}

static void cloud_client(struct box *b)
{
    with_client(b, CLIENT_IN_CLOUD);
}

static void ordinary_client(struct box *b)
{
    with_client(b, 0);
}

static void cloud_client_under_way(struct box *b)
{
    cloud_client(b);
    case_running(b, STAGE_CONNECT);
}

const struct rule_case settings_cases[] = {
    {"a domain that says no", "imaps://example.org", NULL, srv_says_no, "dns-srv-says-no-service=note/certain dns-no-address=error/certain",
     "dns-nxdomain"},
    {"a domain without such a record", "imaps://example.org", NULL, mail_domain, NULL, "dns-srv-says-no-service"},
    {"a client that changes its settings", "imaps://mail.example.org", NULL, changing_client,
     "only client-changes-settings-itself=note/hint", "client-connects-from-cloud"},
    {"a client in a cloud", "imaps://mail.example.org", NULL, cloud_client, "only client-connects-from-cloud=note/hint",
     "client-changes-settings-itself"},
    {"a client like others", "imaps://mail.example.org", NULL, ordinary_client, "only",
     "client-connects-from-cloud client-changes-settings-itself"},
    {"a client in a cloud, under way", "imaps://mail.example.org", NULL, cloud_client_under_way, "only", "client-connects-from-cloud"},
    {"a good IMAP server with SSL/TLS has no findings", "imaps://mail.example.org", NULL, NULL, "only", "input-host-invalid"},
    {"a good POP3 server with SSL/TLS has no findings", "pop3s://mail.example.org", NULL, NULL, "only", "config-port-mode-unusual"},
    {"a good submission server with SSL/TLS has no findings", "submissions://mail.example.org", NULL, NULL, "only",
     "config-port-is-server-to-server"},
    {"a good relay has a note at most", "smtp://mail.example.org", NULL, NULL, NULL, "config-port-is-server-to-server"},
    {"a space in the name", "imap://mail.example.org", NULL, bad_host, "only input-host-invalid=error/certain", "dns-nxdomain dns-timeout"},
    {"STARTTLS on 993", "imap://mail.example.org:993", NULL, NULL, "config-port-mode-unusual=warning/certain", NULL},
    {"SSL/TLS on 143", "imaps://mail.example.org:143", NULL, NULL, "config-port-mode-unusual", NULL},
    {"STARTTLS on 143", "imap://mail.example.org:143", NULL, NULL, NULL, "config-port-mode-unusual"},
    {"a port of no protocol", "imaps://mail.example.org:10143", NULL, NULL, "only", "config-port-mode-unusual"},
    {"a login on port 25", "smtp://mail.example.org", NULL, with_login, "config-port-is-server-to-server=warning/certain", NULL},
    {"a mail program's setting on port 25", "smtp://mail.example.org", "starttls", NULL, "config-port-is-server-to-server=note/certain",
     NULL},
    {"submission on port 25", "submission://mail.example.org:25", NULL, NULL, "config-port-is-server-to-server=warning/certain", NULL},
    {"no encryption", "imap://mail.example.org", "none", in_clear, "config-no-encryption=warning/certain auth-plaintext-offered=warning/certain",
     NULL},
    {"no encryption, but on this computer", "imap://mail.example.org", "none", in_clear_on_loopback, "only auth-plaintext-offered=note/certain",
     "config-no-encryption"},
    {"no encryption, not connected yet", "imap://mail.example.org", "none", connecting, "only", "config-no-encryption"},
    {"no such name, says the system", "imaps://mail.example.org", NULL, no_such_name, "only dns-nxdomain=error/likely", "dns-no-address"},
    {"no such name, say both", "imaps://mail.example.org", NULL, no_such_name_twice, "only dns-nxdomain=error/certain", "dns-servfail"},
    {"no such name, signed", "imaps://mail.example.org", NULL, no_such_name_signed, "only dns-nxdomain=error/certain", NULL},
    {"a name without an address", "imaps://mail.example.org", NULL, name_without_address, "only dns-no-address=error/certain",
     "dns-nxdomain dns-family-missing"},
    {"a mail domain", "imaps://example.org", NULL, mail_domain, "only dns-no-address=error/certain", "dns-nxdomain"},
    {"no address of the family asked for", "imaps://mail.example.org", NULL, other_family_only, "only dns-family-missing=error/certain",
     "dns-no-address dns-servfail"},
    {"SERVFAIL", "imaps://mail.example.org", NULL, server_failure, "only dns-servfail=error/likely", "dns-bogus dns-timeout"},
    {"no answer from any resolver", "imaps://mail.example.org", NULL, no_answer, "only dns-timeout=error/certain", "dns-servfail"},
    {"no answer before the time was up", "imaps://mail.example.org", NULL, no_answer_at_all, "only dns-timeout=error/certain", NULL},
    {"the name is still being asked for", "imaps://mail.example.org", NULL, still_asking, "only", "dns-timeout"},
    {"a bad signature", "imaps://mail.example.org", NULL, bad_signature, "only dns-bogus=error/certain", "dns-servfail"},
    {"a bad signature, the system does not mind", "imaps://mail.example.org", NULL, bad_signature_but_an_address,
     "only dns-bogus=warning/certain", NULL},
    {"not validating", "imaps://mail.example.org", NULL, not_validating, "only", "dns-bogus"},
    {"hosts file and DNS differ", "imaps://mail.example.org", NULL, hosts_differ, "only dns-hosts-file-override=warning/certain",
     "dns-split-horizon"},
    {"hosts file and DNS agree", "imaps://mail.example.org", NULL, hosts_agree, "only", "dns-hosts-file-override"},
    {"a private address inside", "imaps://mail.example.org", NULL, inside, "only dns-split-horizon=note/likely", NULL},
    {"a private address that cannot be reached", "imaps://mail.example.org", NULL, inside_unreachable,
     "dns-split-horizon=warning/likely tcp-timeout", NULL},
    {"two public addresses", "imaps://mail.example.org", NULL, two_public, "only", "dns-split-horizon dns-hosts-file-override"},
    {"an alias of another domain", "imaps://mail.example.org", NULL, alias, "only dns-cname-to-provider=note/certain", NULL},
    {"an alias of the same domain", "imaps://mail.example.org", NULL, alias_at_home, "only", "dns-cname-to-provider"},
    {"an alias of the same domain under ac.uk", "imaps://mail.example.org", NULL, alias_two_part_suffix, "only", "dns-cname-to-provider"},
    {"an alias of another domain under ac.uk", "imaps://mail.example.org", NULL, alias_two_part_suffix_foreign,
     "only dns-cname-to-provider", NULL},
    {NULL},
};
