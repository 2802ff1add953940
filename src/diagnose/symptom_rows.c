/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom_rows.c - joins the tables of symptoms. The rows are in symptoms/, one file a source. */
#include "diagnose/symptom_private.h"

#define SIGNS(...) (const char *const[]){__VA_ARGS__, NULL}
/* The candidates stand behind the signs, the likelier first. */
#define SYMPTOM(where, its_meaning, its_signs, ...) \
    {.source = &source_##where, .signs = its_signs, .meaning = its_meaning, .candidates = {__VA_ARGS__}},

#define SOURCE(name, its_title, before_number, ...) \
    static const struct symptom_source source_##name = { \
        .title = its_title, .number = before_number, .context = (const char *const[]){__VA_ARGS__, NULL}}

SOURCE(OUTLOOK, "Outlook, Outlook Express, Windows Mail", "error ", "outlook");
SOURCE(WINSOCK, "Windows sockets, passed on by many programs", "socket error ", "socket", "winsock", "wsa", "error");
SOURCE(WININET, "Windows' web library, passed on by its Mail app", "error ", "windows");
SOURCE(SCHANNEL, "Windows' TLS and certificates, passed on by Outlook", "error ", "windows");
SOURCE(OPENSSL, "OpenSSL: openssl s_client, many programs, server logs", "verify error ", "verify", "openssl", "x509");
SOURCE(MOZILLA, "Thunderbird", "error ", "thunderbird");
SOURCE(APPLE, "Apple Mail (macOS, iOS)", "error ", "mail");
SOURCE(SYSTEM, "Android and Unix: K-9, Thunderbird for Android, and others", "errno ", "errno");
SOURCE(CURL, "curl, and scripts that use it", "exit code ", "curl");

const struct symptom_row symptom_rows[] = {
#include "diagnose/symptoms/outlook.h"
#include "diagnose/symptoms/windows.h"
#include "diagnose/symptoms/openssl.h"
#include "diagnose/symptoms/programs.h"
#include "diagnose/symptoms/curl.h"
};
const size_t symptom_row_count = sizeof symptom_rows / sizeof symptom_rows[0];
