/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/row_page.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/words.h"

static void row_headline(char *to, size_t cap, const struct row *r)
{
    snprintf(to, cap, "%s -> %s port %u, %s%s%s%s", words_client(r), r->host, r->port, words_mode_long(r->mode),
             r->words && r->words[0] ? ", in its window \"" : "", r->words ? r->words : "", r->words && r->words[0] ? "\"" : "");
}

static void result_line(char *to, size_t cap, const struct model *m, const struct row_result *r)
{
    uint64_t age_us = m->now_us - r->ended_us;
    char clock[16], age[24], took[24];

    text_duration(took, sizeof took, r->took_us);
    words_clock(clock, sizeof clock, m->wall_us - (int64_t)age_us);
    words_age(age, sizeof age, age_us);
    snprintf(to, cap, "Last run %s UTC, %s ago, took %s%s%s.", clock, age, took, r->address[0] ? ", at " : "", r->address);
}

static void add_result(struct page *p, const struct model *m, const struct row_result *r)
{
    char line[300];

    if (r->code[0]) {
        snprintf(line, sizeof line, "%s  %s", verdict_word(r->verdict), r->code);
        page_text(p, style_of_verdict(r->verdict), line);
        page_text(p, INK_PLAIN, r->what);
        page_text(p, INK_PLAIN, r->user);
    } else {
        snprintf(line, sizeof line, "%s  nothing is wrong", verdict_word(r->verdict));
        page_text(p, style_of_verdict(r->verdict), line);
    }
    result_line(line, sizeof line, m, r);
    page_text(p, INK_PLAIN, line);
}

void row_page_short(struct page *p, const struct model *m, size_t row)
{
    const struct row *r = &m->table->rows[row];
    const struct row_result *result = &m->results[row];
    struct target t;
    char line[1300];

    row_target(r, &t);
    row_headline(line, sizeof line, r);
    page_text(p, STYLE_BOLD, line);
    if (t.host_error[0])
        page_text(p, INK_FAIL | STYLE_BOLD, t.host_error);
    switch (result->state) {
    case ROW_ENDED:
        add_result(p, m, result);
        break;
    case ROW_QUEUED:
        page_text(p, INK_PLAIN, "Waits for its turn.");
        break;
    case ROW_RUNNING:
        page_text(p, INK_PLAIN, "The walk runs.");
        break;
    case ROW_NOT_RUN:
        page_text(p, INK_PLAIN, "Not run yet. Enter walks it, s first stops before each stage.");
        break;
    }
    if (r->server && r->server->note && r->server->note[0]) {
        snprintf(line, sizeof line, "%.300s%s%.900s", r->server->title ? r->server->title : "", r->server->title ? ": " : "", r->server->note);
        page_text(p, INK_PLAIN, line);
    }
}

static void add_client(struct page *p, const struct row *r)
{
    page_field(p, "Client", INK_PLAIN, words_client(r));
    if (!r->client)
        return;
    page_field(p, "Platform", INK_PLAIN, r->client->platform);
    page_field(p, "Note", INK_PLAIN, r->client->note);
    if (r->words && r->words[0])
        page_fieldf(p, "Its window", INK_PLAIN, "\"%s\" is what the caller sees there", r->words);
    if (r->client_port != r->port)
        page_fieldf(p, "Its port", INK_PLAIN, "%u; the server of this table listens on %u instead", r->client_port, r->port);
}

static void add_server(struct page *p, const struct row *r, const struct target *t)
{
    char uri[700];
    uint16_t port;
    enum tls_mode mode;

    target_format(t, uri, sizeof uri);
    page_field(p, "Address", INK_PLAIN, uri);
    page_fieldf(p, "Host", INK_PLAIN, "%s%s%s%s", t->host, strcmp(t->host, t->ascii) && t->ascii[0] ? " (" : "",
                strcmp(t->host, t->ascii) ? t->ascii : "", strcmp(t->host, t->ascii) && t->ascii[0] ? ")" : "");
    if (t->host_error[0])
        page_field(p, "", INK_FAIL | STYLE_BOLD, t->host_error);
    page_fieldf(p, "Protocol", INK_PLAIN, "%s, port %u, %s", t->proto->title, t->port, words_mode_long(t->mode));
    if (target_mode_is_unusual(t))
        page_field(p, "", INK_WARN | STYLE_BOLD, "This port and this TLS mode do not usually go together.");
    if (target_port_for_mode(t, &port) && port != t->port)
        page_fieldf(p, "", INK_PLAIN, "The usual port for %s is %u.", words_mode_long(t->mode), port);
    if (target_mode_for_port(t, &mode) && mode != t->mode)
        page_fieldf(p, "", INK_PLAIN, "Port %u usually goes with %s.", t->port, words_mode_long(mode));
    if (!r->server)
        return;
    page_field(p, "Server", INK_PLAIN, r->server->title ? r->server->title : r->server->id);
    page_field(p, "Connects to", INK_PLAIN, r->server->address);
    page_field(p, "Login is", INK_PLAIN, r->server->login_is_address ? "the whole address" : "the part before the @");
    page_field(p, "Note", INK_PLAIN, r->server->note);
}

static void add_table(struct page *p, const struct model *m)
{
    page_blank(p);
    page_heading(p, "The table");
    page_field(p, "Title", INK_PLAIN, m->table->title);
    page_field(p, "From", INK_PLAIN, m->table->source);
    page_field(p, "Note", INK_PLAIN, m->table->note);
    page_fieldf(p, "Rows", INK_PLAIN, "%zu", m->table->row_count);
    page_field(p, "Trusts", INK_PLAIN, m->trust_name);
    for (size_t i = 0; i < m->table->error_count; i++)
        page_field(p, i ? "" : "Mistakes", INK_FAIL | STYLE_BOLD, m->table->errors[i].text);
}

void row_page_full(struct page *p, const struct model *m, size_t row)
{
    struct target t;

    if (row < m->table->row_count) {
        page_heading(p, "The row");
        add_client(p, &m->table->rows[row]);
        row_target(&m->table->rows[row], &t);
        add_server(p, &m->table->rows[row], &t);
        if (m->results[row].state == ROW_ENDED) {
            page_blank(p);
            page_heading(p, "The last result");
            add_result(p, m, &m->results[row]);
        }
    }
    add_table(p, m);
}
