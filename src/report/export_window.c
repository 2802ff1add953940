/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_window.c - the target as it stands in the windows of mail programs, to be read aloud or mailed. A table, one row a
 * program. */
#include "report/export_private.h"

#define LABEL_COLS 26

struct window {
    const char *program;
    const char *incoming, *outgoing; /* where the fields are found */
    const char *server, *port, *user, *security, *authentication; /* their labels */
    const char *words[TLS_MODE_NONE + 1]; /* of the modes */
    const char *password;            /* its word for an ordinary password */
    const char *ca;                  /* how it comes to trust a CA of one's own */
};

static const struct window thunderbird = {
    .program = "Thunderbird",
    .incoming = "Account Settings, Server Settings",
    .outgoing = "Account Settings, Outgoing Server (SMTP), Edit",
    .server = "Server Name",
    .port = "Port",
    .user = "User Name",
    .security = "Connection security",
    .authentication = "Authentication method",
    .words = {"SSL/TLS", "STARTTLS", "STARTTLS", "None"},
    .password = "Normal password",
    .ca = "Settings, Privacy & Security, Certificates, View Certificates, Authorities, Import",
};

static const struct window outlook = {
    .program = "Outlook",
    .incoming = "File, Account Settings, Server Settings, Incoming mail",
    .outgoing = "File, Account Settings, Server Settings, Outgoing mail",
    .server = "Server",
    .port = "Port",
    .user = "User name",
    .security = "Encryption method",
    .authentication = "Logon authentication",
    .words = {"SSL/TLS", "STARTTLS", "Auto", "None"},
    .password = "Password",
    .ca = "Windows, Manage computer certificates, Trusted Root Certification Authorities, Import",
};

static const struct window apple = {
    .program = "Apple Mail",
    .incoming = "Mail, Settings, Accounts, Server Settings, Incoming Mail Server",
    .outgoing = "Mail, Settings, Accounts, Server Settings, Outgoing Mail Server",
    .server = "Host Name",
    .port = "Port",
    .user = "User Name",
    .security = "Use TLS/SSL",
    .authentication = "Authentication",
    .words = {"on", "on", "on", "off"},
    .password = "Password",
    .ca = "Keychain Access, File, Import Items, then trust it for SSL",
};

static const struct window k9 = {
    .program = "K-9 Mail, Thunderbird for Android",
    .incoming = "Account settings, Fetching mail, Incoming server",
    .outgoing = "Account settings, Sending mail, Outgoing server",
    .server = "Server",
    .port = "Port",
    .user = "Username",
    .security = "Security",
    .authentication = "Authentication",
    .words = {"SSL/TLS", "STARTTLS", "STARTTLS", "None"},
    .password = "Normal password",
    .ca = "Android's settings, Security, Encryption & credentials, Install a certificate, CA certificate",
};

static void window_field(const struct export_job *j, const char *label, const char *value)
{
    export_line(j, "  %-*s%s", LABEL_COLS, label, value);
}

static void window_remarks(const struct export_job *j, const struct window *w)
{
    if (j->target->mode == TLS_MODE_NONE || j->elsewhere || j->ca_file)
        export_line(j, "%s", "");
    if (j->target->mode == TLS_MODE_NONE)
        export_remark(j, "With this setting, mail and password cross the network for all to read.");
    if (j->elsewhere)
        export_remark(j, "The program asks for the addresses of %s; tlswalk went to %s.", j->host, j->address);
    if (j->ca_file)
        export_remark(j, "The server's certificate is from a CA of its own (%s). It has to be known first: %s.", j->ca_file, w->ca);
}

static void window_write(const struct export_job *j, const struct window *w)
{
    bool outgoing = j->service == EXPORT_SMTP;

    export_line(j, "%s mail, %s, in %s", outgoing ? "Outgoing" : "Incoming", outgoing ? "SMTP" : j->target->proto->title, w->program);
    export_remark(j, "(%s)", outgoing ? w->outgoing : w->incoming);
    export_line(j, "%s", "");
    window_field(j, w->server, j->host);
    export_line(j, "  %-*s%u", LABEL_COLS, w->port, j->target->port);
    window_field(j, w->security, w->words[j->target->mode]);
    window_field(j, w->authentication, w->password);
    window_field(j, w->user, j->user ? j->user : "as the provider gives it");
    window_remarks(j, w);
}

void export_thunderbird(const struct export_job *j)
{
    window_write(j, &thunderbird);
}

void export_outlook(const struct export_job *j)
{
    window_write(j, &outlook);
}

void export_apple(const struct export_job *j)
{
    window_write(j, &apple);
    if (j->target->mode != TLS_MODE_NONE)
        export_remark(j, "There is one switch for both kinds of TLS; the port decides: 993, 995 and 465 begin with TLS, others with STARTTLS.");
}

void export_k9(const struct export_job *j)
{
    window_write(j, &k9);
}
