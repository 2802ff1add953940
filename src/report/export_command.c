/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_command.c - command lines that visit the same target the same way. */
#include "report/export_private.h"

#define HOST_CAP 264

/* STARTTLS words of openssl and gnutls-cli. */
static const char *service_word(enum export_service s)
{
    switch (s) {
    case EXPORT_IMAP: return "imap";
    case EXPORT_POP3: return "pop3";
    case EXPORT_SMTP: return "smtp";
    }
    return "";
}

static bool same_name(const struct export_job *j)
{
    return strcmp(j->sni, j->host) == 0 || (!j->sni[0] && j->target->kind != NAME_HOST);
}

/* Of programs whose server name is always that of the host. */
static void remark_sni(const struct export_job *j, const char *program)
{
    if (!same_name(j))
        export_remark(j, "%s asks for the server name of the host and for no other; tlswalk asked for %s.", program,
                      j->sni[0] ? j->sni : "none");
}

/* Of programs that know STARTTLS as required only. */
static void remark_opportunistic(const struct export_job *j, const char *program)
{
    if (j->target->mode == TLS_MODE_OPPORTUNISTIC)
        export_remark(j, "%s cannot take STARTTLS as it comes: here it is required.", program);
}

/* true: there is no TLS here and the program can do nothing else; that is told, and how to look without it. */
static bool only_tls(const struct export_job *j, const char *program)
{
    struct shell s;

    if (j->target->mode != TLS_MODE_NONE)
        return false;
    export_remark(j, "%s always sets up TLS, and this setting has none. The bare conversation:", program);
    s = shell_begin(j->out, "nc");
    shell_word(&s, "%s", j->address);
    shell_word(&s, "%u", j->target->port);
    shell_end(&s);
    return true;
}

/* A login only where TLS is sure to stand before it. */
static bool may_log_in(const struct export_job *j)
{
    return j->user && (j->target->mode == TLS_MODE_IMPLICIT || j->target->mode == TLS_MODE_STARTTLS);
}

void export_openssl(const struct export_job *j)
{
    char host[HOST_CAP];
    struct shell s;

    if (only_tls(j, "openssl s_client"))
        return;
    remark_opportunistic(j, "openssl s_client");
    export_remark(j, "In the conversation, R and Q at the beginning of a line are commands of s_client's own.");
    export_bracketed(host, sizeof host, j->address);
    s = shell_begin(j->out, "openssl s_client");
    shell_pair(&s, "-connect", "%s:%u", host, j->target->port);
    if (j->sni[0])
        shell_pair(&s, "-servername", "%s", j->sni);
    else
        shell_word(&s, "-noservername");
    shell_pair(&s, j->target->kind == NAME_HOST ? "-verify_hostname" : "-verify_ip", "%s", j->host);
    if (export_upgrades(j))
        shell_pair(&s, "-starttls", "%s", service_word(j->service));
    if (j->ca_file)
        shell_pair(&s, "-CAfile", "%s", j->ca_file);
    shell_word(&s, "-crlf");
    shell_end(&s);
}

void export_gnutls(const struct export_job *j)
{
    struct shell s;

    if (only_tls(j, "gnutls-cli"))
        return;
    remark_opportunistic(j, "gnutls-cli");
    s = shell_begin(j->out, "gnutls-cli");
    shell_pair(&s, "--port", "%u", j->target->port);
    if (export_upgrades(j))
        shell_pair(&s, "--starttls-proto", "%s", service_word(j->service));
    if (!j->sni[0])
        shell_word(&s, "--disable-sni");
    else if (strcmp(j->sni, j->address) != 0)
        shell_pair(&s, "--sni-hostname", "%s", j->sni);
    if (j->elsewhere || strcmp(j->sni, j->host) != 0)
        shell_pair(&s, "--verify-hostname", "%s", j->host);
    if (j->ca_file)
        shell_pair(&s, "--x509cafile", "%s", j->ca_file);
    if (j->priority)
        shell_pair(&s, "--priority", "%s", j->priority);
    shell_word(&s, "--crlf");
    shell_word(&s, "%s", j->address);
    shell_end(&s);
}

/* What curl asks where nothing else is wished: a command that every server of the kind knows and that changes nothing. */
static const char *curl_request(enum export_service s)
{
    switch (s) {
    case EXPORT_IMAP: return "CAPABILITY";
    case EXPORT_POP3: return "CAPA";
    case EXPORT_SMTP: return "NOOP";
    }
    return "";
}

static const char *curl_scheme(const struct export_job *j)
{
    bool implicit = j->target->mode == TLS_MODE_IMPLICIT;

    switch (j->service) {
    case EXPORT_IMAP: return implicit ? "imaps" : "imap";
    case EXPORT_POP3: return implicit ? "pop3s" : "pop3";
    case EXPORT_SMTP: return implicit ? "smtps" : "smtp";
    }
    return "";
}

static void curl_login(const struct export_job *j, struct shell *s)
{
    if (!may_log_in(j))
        return;
    if (strchr(j->user, ':'))
        export_remark(j, "curl takes what follows the first colon of a user name for the password: the user is left out.");
    else
        shell_pair(s, "--user", "%s", j->user);
}

void export_curl(const struct export_job *j)
{
    char host[HOST_CAP], address[HOST_CAP];
    struct buf line = {0};
    struct shell s = shell_begin(&line, "curl --verbose");

    remark_sni(j, "curl");
    export_bracketed(host, sizeof host, j->host);
    export_bracketed(address, sizeof address, j->address);
    if (j->target->mode == TLS_MODE_STARTTLS)
        shell_word(&s, "--ssl-reqd");
    else if (j->target->mode == TLS_MODE_OPPORTUNISTIC)
        shell_word(&s, "--ssl");
    if (j->ca_file)
        shell_pair(&s, "--cacert", "%s", j->ca_file);
    if (j->elsewhere)
        shell_pair(&s, "--connect-to", "%s:%u:%s:%u", host, j->target->port, address, j->target->port);
    curl_login(j, &s);
    if (j->target->kind == NAME_IPV6)
        shell_word(&s, "--globoff");
    shell_pair(&s, "--request", "%s", curl_request(j->service));
    shell_word(&s, "%s://%s:%u/", curl_scheme(j), host, j->target->port);
    shell_end(&s);
    if (may_log_in(j))
        export_remark(j, "curl asks for the password.");
    buf_add_span(j->out, buf_span(&line));
    j->out->broken = j->out->broken || line.broken;
    buf_done(&line);
}

static const char *swaks_tls(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT: return "--tls-on-connect";
    case TLS_MODE_STARTTLS: return "--tls";
    case TLS_MODE_OPPORTUNISTIC: return "--tls-optional-strict";
    case TLS_MODE_NONE: break;
    }
    return NULL;
}

void export_swaks(const struct export_job *j)
{
    const char *tls = swaks_tls(j->target->mode);
    struct shell s;

    if (j->service != EXPORT_SMTP) {
        export_remark(j, "swaks speaks SMTP only; for %s take curl or openssl.", j->target->proto->title);
        return;
    }
    if (tls)
        export_remark(j, "swaks looks at who signed the certificate. Whether it is for %s is for you to look at.", j->host);
    if (may_log_in(j))
        export_remark(j, "swaks asks for the password.");
    s = shell_begin(j->out, "swaks");
    shell_pair(&s, "--server", "%s", j->address);
    shell_pair(&s, "--port", "%u", j->target->port);
    if (tls) {
        shell_word(&s, "%s", tls);
        shell_word(&s, "--tls-verify");
        if (j->ca_file)
            shell_pair(&s, "--tls-ca-path", "%s", j->ca_file);
        if (j->sni[0])
            shell_pair(&s, "--tls-sni", "%s", j->sni);
    }
    if (may_log_in(j))
        shell_pair(&s, "--auth-user", "%s", j->user);
    shell_pair(&s, "--quit-after", may_log_in(j) ? "AUTH" : "EHLO");
    shell_end(&s);
}

void export_serverinfo(const struct export_job *j)
{
    const char *program = j->service == EXPORT_POP3 ? "mpop" : "msmtp";
    struct shell s;

    if (j->service == EXPORT_IMAP) {
        export_remark(j, "msmtp speaks SMTP and mpop POP3; for IMAP take curl or openssl.");
        return;
    }
    remark_sni(j, program);
    remark_opportunistic(j, program);
    s = shell_begin(j->out, program);
    shell_word(&s, "--serverinfo");
    shell_word(&s, "--host=%s", j->address);
    shell_word(&s, "--port=%u", j->target->port);
    shell_word(&s, "--tls=%s", j->target->mode == TLS_MODE_NONE ? "off" : "on");
    if (j->target->mode != TLS_MODE_NONE) {
        shell_word(&s, "--tls-starttls=%s", export_upgrades(j) ? "on" : "off");
        shell_word(&s, "--tls-trust-file=%s", j->ca_file ? j->ca_file : "system");
        if (j->elsewhere)
            shell_word(&s, "--tls-host-override=%s", j->host);
        if (j->priority)
            shell_word(&s, "--tls-priorities=%s", j->priority);
    }
    shell_end(&s);
}

void export_posttls(const struct export_job *j)
{
    struct shell s;

    if (j->service != EXPORT_SMTP) {
        export_remark(j, "posttls-finger speaks SMTP only; for %s take gnutls-cli or openssl.", j->target->proto->title);
        return;
    }
    if (only_tls(j, "posttls-finger"))
        return;
    export_remark(j, "Belongs to Postfix, and reads its main.cf. Read its last line: Verified, Trusted, Untrusted; its exit status is always 0.");
    s = shell_begin(j->out, "posttls-finger");
    shell_word(&s, "-c");
    if (j->target->mode == TLS_MODE_IMPLICIT)
        shell_word(&s, "-w");
    shell_pair(&s, "-l", "secure");
    shell_pair(&s, j->ca_file ? "-F" : "-P", "%s", j->ca_file ? j->ca_file : "/etc/ssl/certs");
    if (j->sni[0])
        shell_pair(&s, "-s", "%s", j->sni);
    shell_word(&s, "[%s]:%u", j->address, j->target->port);
    shell_word(&s, "%s", j->host);
    shell_end(&s);
}
