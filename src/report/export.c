/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.c - the table of exports, and the look at the facts before they are written. */
#include "report/export_private.h"

#include <stdio.h>

#include "base/text.h"

const struct export exports[] = {
    {"openssl", "openssl s_client, a command line", "# ", export_openssl},
    {"gnutls-cli", "gnutls-cli, a command line", "# ", export_gnutls},
    {"curl", "curl, a command line", "# ", export_curl},
    {"swaks", "swaks, a command line", "# ", export_swaks},
    {"serverinfo", "msmtp or mpop --serverinfo", "# ", export_serverinfo},
    {"posttls-finger", "posttls-finger, a command line", "# ", export_posttls},
    {"msmtp", "msmtp, ~/.msmtprc", "# ", export_msmtp},
    {"mbsync", "mbsync, ~/.mbsyncrc", "# ", export_mbsync},
    {"neomutt", "neomutt, neomuttrc", "# ", export_neomutt},
    {"thunderbird", "Thunderbird, as its windows say it", "", export_thunderbird},
    {"outlook", "Outlook, as its windows say it", "", export_outlook},
    {"apple-mail", "Apple Mail, as its windows say it", "", export_apple},
    {"k-9", "K-9 and Thunderbird for Android", "", export_k9},
    {NULL, NULL, NULL, NULL},
};

size_t export_count(void)
{
    return sizeof exports / sizeof *exports - 1;
}

size_t export_find(struct span name)
{
    size_t i = 0;

    while (exports[i].name && !span_is(name, exports[i].name))
        i++;
    return i;
}

void export_remark(const struct export_job *j, const char *fmt, ...)
{
    struct buf text = {0};
    struct span rest;
    va_list ap;

    va_start(ap, fmt);
    if (!buf_vaddf(&text, fmt, ap))
        j->out->broken = true;
    va_end(ap);
    for (rest = buf_span(&text); rest.len > 0;) {
        size_t next, len = text_wrap(rest, EXPORT_COLS - (int)strlen(j->comment), &next);

        buf_add_str(j->out, j->comment);
        buf_add(j->out, rest.ptr, len);
        buf_add_char(j->out, '\n');
        rest = span_skip(rest, next);
    }
    buf_done(&text);
}

void export_line(const struct export_job *j, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vaddf(j->out, fmt, ap);
    va_end(ap);
    buf_add_char(j->out, '\n');
}

void export_bracketed(char *to, size_t cap, const char *host)
{
    snprintf(to, cap, name_kind(host) == NAME_IPV6 ? "[%s]" : "%s", host);
}

bool export_upgrades(const struct export_job *j)
{
    return j->target->mode == TLS_MODE_STARTTLS || j->target->mode == TLS_MODE_OPPORTUNISTIC;
}

static enum export_service service_of(const struct proto *proto)
{
    if (strcmp(proto->sasl_service, "imap") == 0)
        return EXPORT_IMAP;
    return strcmp(proto->sasl_service, "pop") == 0 ? EXPORT_POP3 : EXPORT_SMTP;
}

/* A fact that can be written as it is; with control or hidden characters it is left out, and that is told. */
static const char *written(const struct export_job *j, const char *fact, const char *what)
{
    if (!fact || text_is_safe(span_str(fact)))
        return fact;
    export_remark(j, "The %s has characters that cannot be written here, and is left out.", what);
    return NULL;
}

bool export_write(struct buf *out, size_t index, const struct export_facts *f)
{
    const struct target *t = f->target;
    struct export_job j = {.out = out, .target = t, .service = service_of(t->proto), .comment = exports[index].comment, .host = t->ascii};
    const char *sni = f->sni ? f->sni : t->kind == NAME_HOST ? t->ascii : "";

    if (!t->ascii[0]) {
        export_remark(&j, "Nothing can be written for '%s': %s.", t->host, t->host_error);
        return !out->broken;
    }
    j.address = f->address && f->address[0] ? written(&j, f->address, "address") : NULL;
    j.elsewhere = j.address && strcmp(j.address, j.host) != 0;
    if (!j.address)
        j.address = j.host;
    j.sni = written(&j, sni, "server name");
    if (!j.sni)
        j.sni = "";
    j.ca_file = written(&j, f->ca_file, "name of the CA file");
    j.priority = written(&j, f->priority, "priority string");
    j.user = f->user && f->user[0] ? written(&j, f->user, "user name") : NULL;
    if (f->trust_unsaved)
        export_remark(&j, "What tlswalk trusts here stands in no file, so this program will not trust the server.");
    exports[index].write(&j);
    return !out->broken;
}
