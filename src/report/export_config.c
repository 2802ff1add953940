/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_config.c - the target as files of settings: msmtp, mbsync, neomutt. */
#include "report/export_private.h"

#define HOST_CAP 264
#define USER_UNKNOWN "your-user-name"

static const char *user_of(const struct export_job *j)
{
    return j->user ? j->user : USER_UNKNOWN;
}

static void remark_login(const struct export_job *j)
{
    if (!j->user)
        export_remark(j, "Put your user name in place of " USER_UNKNOWN ".");
    export_remark(j, "The password is what this command prints; put in your own.");
    if (j->target->mode == TLS_MODE_NONE)
        export_remark(j, "This setting has no TLS: mail and password would cross the network for all to read.");
}

/* Programs that find the way to the host, its server name and STARTTLS by themselves. */
static void remark_limits(const struct export_job *j, const char *program)
{
    if (j->elsewhere)
        export_remark(j, "%s asks for the addresses of %s; tlswalk went to %s. A line in /etc/hosts leads it there.", program, j->host,
                      j->address);
    if (j->sni[0] && strcmp(j->sni, j->host) != 0)
        export_remark(j, "%s asks for the server name of the host; tlswalk asked for %s.", program, j->sni);
    if (j->target->mode == TLS_MODE_OPPORTUNISTIC)
        export_remark(j, "%s cannot take STARTTLS as it comes: here it is required.", program);
}

/* true: not a service of this program; told. */
static bool is_not_for(const struct export_job *j, enum export_service s, const char *program, const char *speaks)
{
    if (j->service == s)
        return false;
    export_remark(j, "%s speaks %s only, and this is %s.", program, speaks, j->target->proto->title);
    return true;
}

/* ---- msmtp: the rest of a line is one value, of which a pair of double quotes is taken off ---- */

void export_msmtp(const struct export_job *j)
{
    bool tls = j->target->mode != TLS_MODE_NONE;

    if (is_not_for(j, EXPORT_SMTP, "msmtp", "SMTP"))
        return;
    if (j->sni[0] && strcmp(j->sni, j->host) != 0)
        export_remark(j, "msmtp asks for the server name of the host; tlswalk asked for %s.", j->sni);
    if (j->target->mode == TLS_MODE_OPPORTUNISTIC)
        export_remark(j, "msmtp cannot take STARTTLS as it comes: here it is required.");
    remark_login(j);
    export_line(j, "account default");
    export_line(j, "host %s", j->address);
    export_line(j, "port %u", j->target->port);
    export_line(j, "tls %s", tls ? "on" : "off");
    if (tls) {
        export_line(j, "tls_starttls %s", export_upgrades(j) ? "on" : "off");
        export_line(j, "tls_trust_file \"%s\"", j->ca_file ? j->ca_file : "system");
        if (j->elsewhere)
            export_line(j, "tls_host_override %s", j->host);
        if (j->priority)
            export_line(j, "tls_priorities \"%s\"", j->priority);
    }
    export_line(j, "auth on");
    export_line(j, "user \"%s\"", user_of(j));
    export_line(j, "passwordeval \"pass show mail/%s\"", j->host);
    export_line(j, "from \"%s\"", j->user && strchr(j->user, '@') ? j->user : "you@your-domain");
}

/* ---- mbsync: words in double quotes, in which a backslash takes the next character as it is ---- */

static void mbsync_value(const struct export_job *j, const char *key, const char *value)
{
    buf_addf(j->out, "%s \"", key);
    for (; *value; value++) {
        if (*value == '"' || *value == '\\')
            buf_add_char(j->out, '\\');
        buf_add_char(j->out, *value);
    }
    buf_add_str(j->out, "\"\n");
}

static const char *mbsync_ssl_type(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT: return "IMAPS";
    case TLS_MODE_STARTTLS:
    case TLS_MODE_OPPORTUNISTIC: return "STARTTLS";
    case TLS_MODE_NONE: return "None";
    }
    return "";
}

void export_mbsync(const struct export_job *j)
{
    if (is_not_for(j, EXPORT_IMAP, "mbsync", "IMAP"))
        return;
    remark_limits(j, "mbsync");
    remark_login(j);
    export_line(j, "IMAPAccount mail");
    mbsync_value(j, "Host", j->host);
    export_line(j, "Port %u", j->target->port);
    mbsync_value(j, "User", user_of(j));
    export_line(j, "PassCmd \"pass show mail/%s\"", j->host);
    export_remark(j, "mbsync 1.5 and later call SSLType TLSType, and take the old word too.");
    export_line(j, "SSLType %s", mbsync_ssl_type(j->target->mode));
    if (j->ca_file) {
        export_line(j, "SystemCertificates no");
        mbsync_value(j, "CertificateFile", j->ca_file);
    }
    export_line(j, "\nIMAPStore mail-far\nAccount mail");
    export_line(j, "\nMaildirStore mail-near\nSubFolders Verbatim\nPath ~/Mail/\nInbox ~/Mail/INBOX");
    export_remark(j, "Fetches only: nothing is changed on the server.");
    export_line(j, "\nChannel mail\nFar :mail-far:\nNear :mail-near:\nPatterns *\nCreate Near\nSync Pull");
}

/* ---- neomutt: words in single quotes, in which nothing is looked for ---- */

static void neomutt_set(const struct export_job *j, const char *name, const char *value)
{
    buf_addf(j->out, "set %s = ", name);
    shell_quote(j->out, value);
    buf_add_char(j->out, '\n');
}

static void neomutt_yes_no(const struct export_job *j, const char *name, bool yes)
{
    export_line(j, "set %s = %s", name, yes ? "yes" : "no");
}

/* The user in it only where the program has no other place for it. */
static void neomutt_url(const struct export_job *j, const char *name, const char *scheme, bool with_user)
{
    bool implicit = j->target->mode == TLS_MODE_IMPLICIT;
    struct buf url = {0};
    char host[HOST_CAP];
    const char *text;

    export_bracketed(host, sizeof host, j->host);
    buf_addf(&url, "%s%s://", scheme, implicit ? "s" : "");
    if (with_user) {
        url_escape(&url, user_of(j));
        buf_add_char(&url, '@');
    }
    buf_addf(&url, "%s:%u/", host, j->target->port);
    text = url.broken ? NULL : buf_cstr(&url);
    if (text)
        neomutt_set(j, name, text);
    else
        j->out->broken = true;
    buf_done(&url);
}

void export_neomutt(const struct export_job *j)
{
    bool tls = j->target->mode != TLS_MODE_NONE;

    remark_limits(j, "neomutt");
    remark_login(j);
    switch (j->service) {
    case EXPORT_IMAP:
        neomutt_url(j, "folder", "imap", false);
        neomutt_set(j, "spool_file", "+INBOX");
        neomutt_set(j, "imap_user", user_of(j));
        export_line(j, "set imap_pass = \"`pass show mail/%s`\"", j->host);
        break;
    case EXPORT_POP3:
        neomutt_url(j, "pop_host", "pop", false);
        neomutt_set(j, "pop_user", user_of(j));
        export_line(j, "set pop_pass = \"`pass show mail/%s`\"", j->host);
        break;
    case EXPORT_SMTP:
        neomutt_url(j, "smtp_url", "smtp", true);
        export_line(j, "set smtp_pass = \"`pass show mail/%s`\"", j->host);
        break;
    }
    neomutt_yes_no(j, "ssl_starttls", export_upgrades(j));
    neomutt_yes_no(j, "ssl_force_tls", tls);
    if (!tls)
        return;
    neomutt_yes_no(j, "ssl_verify_host", true);
    neomutt_yes_no(j, "ssl_verify_dates", true);
    if (j->ca_file) {
        export_remark(j, "Only a neomutt that was built with GnuTLS has this one.");
        neomutt_set(j, "ssl_ca_certificates_file", j->ca_file);
    }
}
