/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/words.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define SECOND 1000000u
#define MINUTE (60u * SECOND)
#define HOUR (60u * (uint64_t)MINUTE)
#define DAY (24u * HOUR)

const char *words_proto(const struct proto *p)
{
    return strcmp(p->name, "submission") ? p->name : "submit";
}

const char *words_mode(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT:
        return "implicit";
    case TLS_MODE_STARTTLS:
        return "STARTTLS";
    case TLS_MODE_OPPORTUNISTIC:
        return "optional";
    case TLS_MODE_NONE:
        return "none";
    }
    return "";
}

const char *words_mode_long(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT:
        return "implicit TLS";
    case TLS_MODE_STARTTLS:
        return "STARTTLS";
    case TLS_MODE_OPPORTUNISTIC:
        return "STARTTLS if offered";
    case TLS_MODE_NONE:
        return "no TLS";
    }
    return "";
}

void words_took(char *to, size_t cap, uint64_t us)
{
    if (us < 1000)
        snprintf(to, cap, "<1ms");
    else if (us < SECOND)
        snprintf(to, cap, "%ums", (unsigned)(us / 1000));
    else if (us < 10 * SECOND)
        snprintf(to, cap, "%u.%us", (unsigned)(us / SECOND), (unsigned)(us / (SECOND / 10) % 10));
    else if (us < 1000 * (uint64_t)SECOND)
        snprintf(to, cap, "%us", (unsigned)(us / SECOND));
    else
        snprintf(to, cap, "%um", (unsigned)(us / MINUTE > 9999 ? 9999 : us / MINUTE));
}

void words_age(char *to, size_t cap, uint64_t us)
{
    if (us < MINUTE)
        snprintf(to, cap, "<1 min");
    else
        text_age(to, cap, us);
}

uint64_t words_age_changes_in(uint64_t us)
{
    uint64_t step = us < HOUR ? MINUTE : us < 2 * DAY ? HOUR : DAY;

    return step - us % step;
}

void words_clock(char *to, size_t cap, int64_t wall_us)
{
    unsigned second = (unsigned)((wall_us / SECOND) % 86400);

    snprintf(to, cap, "%02u:%02u:%02u", second / 3600 % 24, second / 60 % 60, second % 60);
}

const char *words_stage(enum stage_id id)
{
    switch (id) {
    case STAGE_RESOLVE:
        return "asks which addresses the name has, as the mail program's computer would, and DNS itself.";
    case STAGE_CONNECT:
        return "opens a TCP connection to the address and port.";
    case STAGE_BANNER:
        return "waits for the server's first words.";
    case STAGE_CAPABILITIES:
        return "asks the server what it can do.";
    case STAGE_STARTTLS:
        return "asks the server to switch this connection to TLS.";
    case STAGE_HANDSHAKE:
        return "agrees with the server on a TLS version, keys and ciphers.";
    case STAGE_CERTIFICATE:
        return "checks who the server is: chain, dates, name, strength.";
    case STAGE_RECHECK:
        return "asks again, inside TLS, what the server can do, and compares.";
    case STAGE_AUTH:
        return "logs in, if a login was given.";
    case STAGE_QUIT:
        return "says goodbye; nothing on the server was changed.";
    case STAGE_COUNT:
        break;
    }
    return "";
}

const char *words_client(const struct row *r)
{
    return r->client ? r->client->title ? r->client->title : r->client->id : "(typed in)";
}
