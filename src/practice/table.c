/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c - the practice as a table file: the shipped clients, and one that always begins with STARTTLS, against the servers. */
#include "practice/fault_private.h"
#include "practice/practice.h"
#include "table/table.h"

#define CLIENT_SECTION "[client "

static const char table_head[] =
    "[table]\n"
    "title = Practice\n"
    "note  = Servers inside this program, on loopback: one is well, the others each have one fault. User " PRACTICE_USER
    ", password " PRACTICE_PASSWORD ".\n"
    "\n"
    "[client any-starttls]\n"
    "title = Any, STARTTLS\n"
    "note  = TLS after the STARTTLS command, and never without.\n"
    "imap  = 143 starttls \"STARTTLS\"\n"
    "pop3  = 110 starttls \"STARTTLS\"\n"
    "smtp  = 587 starttls \"STARTTLS\"\n"
    "\n";

static struct span table_line(struct span text)
{
    const unsigned char *end = text.len ? memchr(text.ptr, '\n', text.len) : NULL;
    return span_head(text, end ? (size_t)(end - text.ptr) + 1 : text.len);
}

/* The client sections of a shipped table, as they stand there. */
static void table_clients(const char *name, struct buf *out)
{
    struct span text = span_str(table_shipped(name));
    bool in_client = false;
    for (struct span line; (line = table_line(text)).len; text = span_skip(text, line.len)) {
        if (span_starts(line, "["))
            in_client = span_starts(line, CLIENT_SECTION);
        if (in_client)
            buf_add_span(out, line);
    }
    buf_add_char(out, '\n');
}

static void table_host(const struct fault *f, const char *proto, struct buf *out)
{
    char host[PRACTICE_HOST_MAX];
    fault_host(f, host, sizeof(host));
    if (strstr(f->protocols, proto))
        buf_addf(out, "%s = %s\n", proto, host);
}

static void table_server(const struct fault *f, unsigned offset, struct buf *out)
{
    char address[16];
    practice_address(fault_index(f), address, sizeof(address));
    buf_addf(out, "[server %s]\ntitle = %s\nnote = %s\n", f->name, f->title, f->note);
    buf_addf(out, "domain = " PRACTICE_DOMAIN "\nlogin = local-part\naddress = %s\nport-offset = %u\n", address, offset);
    table_host(f, "imap", out);
    table_host(f, "pop3", out);
    table_host(f, "smtp", out);
    if (f->clients)
        buf_addf(out, "clients = %s\n", f->clients);
    buf_add_char(out, '\n');
}

bool practice_table(unsigned offset, const struct fault *const *only, struct buf *out)
{
    buf_add_str(out, table_head);
    table_clients("origin", out);
    table_clients("today", out);
    for (const struct fault *const *f = only ? only : practice_faults; *f; f++)
        table_server(*f, offset, out);
    return !out->broken;
}
