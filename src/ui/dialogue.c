/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/dialogue.h"

#include <stdio.h>
#include <string.h>

#include "ui/key.h"
#include "ui/words.h"

#define LOGIN_TRIES_WARN 2 /* made so far: the next is the third, at which some servers lock an account */

enum { LOGIN_USER, LOGIN_SECRET, LOGIN_MECHANISM, LOGIN_WORDS };

/* --- asking --- */

static void ask_text(struct prompt *p, const char *heading, const char *label, const char *hint, const char *text)
{
    prompt_open(p, heading);
    edit_set(&prompt_add(p, label, hint, false)->edit, text ? text : "");
}

static void ask_edit(struct dialogue *d, const struct model *m, size_t row)
{
    struct target t;
    char uri[700];

    row_target(&m->table->rows[row], &t);
    target_format(&t, uri, sizeof uri);
    ask_text(&d->prompt, "Change the row", "Address", "imap://HOST:PORT or imaps://HOST", uri);
    prompt_remark(&d->prompt, INK_PLAIN, "The scheme says the TLS mode: imap, pop3, submission mean STARTTLS; imaps, pop3s, submissions mean TLS at once.");
}

static void ask_remove(struct dialogue *d, const struct model *m, size_t row)
{
    const struct row *r = &m->table->rows[row];

    prompt_open(&d->prompt, "Remove the row");
    d->prompt.yes_no = true;
    prompt_remark(&d->prompt, INK_PLAIN, "%s -> %s port %u, %s: take this row off the screen? The table's file is not changed.", words_client(r),
                  r->host, r->port, words_mode_long(r->mode));
}

static void ask_save(struct dialogue *d, const struct model *m, bool masked)
{
    const struct target *t = m->visit ? visit_target(m->visit) : NULL;
    char name[400];

    snprintf(name, sizeof name, "tlswalk-%.255s-%u.txt", t ? t->ascii[0] ? t->ascii : "walk" : "table", t ? t->port : 0);
    for (char *c = name; *c; c++)
        if (*c == '/' || *c == ':')
            *c = '-';
    ask_text(&d->prompt, masked ? "Save the report, masked" : "Save the report", "File", "NAME.txt, NAME.md or NAME.json", name);
    prompt_remark(&d->prompt, INK_PLAIN, "The ending says the form: .txt is text, .md Markdown, .json JSON, which tlswalk opens again. Passwords are not in it.");
    if (masked)
        prompt_remark(&d->prompt, INK_PLAIN, "User names, mail addresses and the address of this computer are masked; what the server is called is not.");
}

static void ask_save_sheet(struct dialogue *d, const struct model *m)
{
    ask_text(&d->prompt, "Save the text", "File", "NAME", "tlswalk-export.txt");
    prompt_remark(&d->prompt, INK_PLAIN, "What is shown here, %s, is written as it stands. No password is in it.", m->sheet_title ? m->sheet_title : "the text");
}

static void ask_quit(struct dialogue *d, const struct model *m)
{
    prompt_open(&d->prompt, "Quit");
    d->prompt.yes_no = true;
    if (m->running + m->queued)
        prompt_remark(&d->prompt, INK_PLAIN, "%zu walks run or wait. Stop them and quit?", m->running + m->queued);
    else
        prompt_remark(&d->prompt, INK_PLAIN, "A walk is still under way. Stop it and quit?");
}

static void ask_compare(struct dialogue *d, const struct model *m)
{
    prompt_open(&d->prompt, "Look at the host in other ways");
    d->prompt.yes_no = true;
    prompt_remark(&d->prompt, INK_PLAIN, "The row is walked again without a login; then some short connections are made to %.100s, one after the other: "
                  "without a server name, with older TLS, at its other ports.", visit_target(m->visit)->host);
    prompt_remark(&d->prompt, INK_PLAIN, "Where a certificate's issuer is missing, it is fetched from the host that publishes it; where something seems to "
                  "stand in between, a web page and a made-up name are asked for. Go on?");
}

static void ask_depth(struct dialogue *d, const struct model *m)
{
    prompt_open(&d->prompt, "TLS in depth");
    d->prompt.yes_no = true;
    prompt_remark(&d->prompt, INK_PLAIN, "The row is walked again without a login; then short connections are made to %.100s, one at a time, each for one "
                  "handshake: often 50 to 100 of them.", visit_target(m->visit)->host);
    prompt_remark(&d->prompt, INK_PLAIN, "A server that counts connections may refuse more for a while; then no further ones are made. Go on?");
}

static void ask_injection(struct dialogue *d, const struct model *m)
{
    prompt_open(&d->prompt, "Test STARTTLS for injected commands");
    d->prompt.yes_no = true;
    prompt_remark(&d->prompt, INK_PLAIN, "The row is walked again without a login; then one more connection is made to %.100s, and one harmless command "
                  "is sent in one piece with STARTTLS, before encryption begins.", visit_target(m->visit)->host);
    prompt_remark(&d->prompt, INK_PLAIN, "A sound server drops it. One that answers it inside TLS would also run what a stranger on the way slips in. Go on?");
}

void dialogue_ask(struct dialogue *d, enum question q, const struct model *m, size_t row, const char *text)
{
    d->question = q;
    d->row = row;
    switch (q) {
    case QUESTION_NONE:
    case QUESTION_LOGIN:
        break;
    case QUESTION_FIND:
        ask_text(&d->prompt, "Find", "Find:", "n: next, N: the one before", text);
        break;
    case QUESTION_FILTER:
        ask_text(&d->prompt, "Show only the lines with", "Filter:", "empty shows all", text);
        break;
    case QUESTION_ADD:
        ask_text(&d->prompt, "Add a row", "Address", "imap://HOST:PORT or imaps://HOST", text);
        prompt_remark(&d->prompt, INK_PLAIN, "For example imaps://mail.example.org or submission://mail.example.org:587.");
        break;
    case QUESTION_EDIT:
        ask_edit(d, m, row);
        break;
    case QUESTION_REMOVE:
        ask_remove(d, m, row);
        break;
    case QUESTION_SAVE:
        ask_save(d, m, false);
        break;
    case QUESTION_SAVE_MASKED:
        ask_save(d, m, true);
        break;
    case QUESTION_SAVE_SHEET:
        ask_save_sheet(d, m);
        break;
    case QUESTION_READ_OUT:
        ask_text(&d->prompt, "What does the caller read out?", "Text", "an error number, a code, or some words", text);
        prompt_remark(&d->prompt, INK_PLAIN, "For example 0x800CCC0E, 535 5.7.8, SSL_ERROR_BAD_CERT_DOMAIN, or: certificate has expired.");
        break;
    case QUESTION_COMPARE_WITH:
        ask_text(&d->prompt, "What differs from a saved walk", "File", "NAME.json; empty: the walk of this row before", text);
        prompt_remark(&d->prompt, INK_PLAIN, "The walk that is shown is compared with one that the save key (w) or \"tlswalk check --json\" wrote.");
        break;
    case QUESTION_COMPARE:
        ask_compare(d, m);
        break;
    case QUESTION_DEPTH:
        ask_depth(d, m);
        break;
    case QUESTION_INJECTION:
        ask_injection(d, m);
        break;
    case QUESTION_QUIT:
        ask_quit(d, m);
        break;
    }
}

/* Why a secret would not be safe on this walk's channel; NULL: it would be. */
static const char *why_insecure(const struct evidence *e)
{
    if (!e->tls.secured)
        return "this walk was not encrypted";
    if (!e->chain.checked || !chain_passed(&e->chain))
        return "the server's certificate did not pass its checks";
    return NULL;
}

static void login_secret_label(struct dialogue *d)
{
    d->prompt.fields[LOGIN_SECRET].label = d->token ? "Token    " : "Password ";
}

void dialogue_ask_login(struct dialogue *d, const struct model *m, size_t walk)
{
    const struct evidence *e = visit_walk(m->visit, walk);
    const char *why = why_insecure(e);
    struct prompt *p = &d->prompt;
    char heading[160];

    snprintf(heading, sizeof heading, "Log in to %.100s port %u", e->target->host, e->target->port);
    prompt_open(p, heading);
    d->question = QUESTION_LOGIN;
    d->row = m->visit_row;
    d->token = false;
    d->insecure = why != NULL;
    prompt_remark(p, INK_PLAIN, "Tries at this server so far: %u. Ctrl-T: password or token. Esc: do not log in.", m->logins_tried);
    if (m->logins_tried >= LOGIN_TRIES_WARN)
        prompt_remark(p, INK_WARN | STYLE_BOLD, "Careful: this is try %u. Many servers lock an account after three wrong passwords.", m->logins_tried + 1);
    if (why)
        prompt_remark(p, INK_FAIL | STYLE_BOLD, "Not safe: %s. Whoever is in between could read or take over the login.", why);
    edit_set(&prompt_add(p, "User     ", "name or whole address", false)->edit, d->user);
    prompt_add(p, "Password ", NULL, true);
    prompt_add(p, "Mechanism", "empty: the strongest that can be used", false);
    if (why)
        prompt_add(p, "Confirm  ", "type: " DIALOGUE_INSECURE_WORDS, false);
}

void dialogue_close(struct dialogue *d)
{
    prompt_close(&d->prompt);
    d->question = QUESTION_NONE;
}

/* --- answers --- */

static const char *typed(const struct dialogue *d, size_t field)
{
    return d->prompt.fields[field].edit.text;
}

static bool complain(struct dialogue *d, size_t field, const char *text)
{
    d->prompt.at = field;
    snprintf(d->prompt.complaint, sizeof d->prompt.complaint, "%.299s", text);
    return false;
}

static bool answer_address(struct dialogue *d, enum wish_kind kind, struct wish *wish)
{
    struct target target;
    struct err err;

    if (!target_parse(span_trim(edit_span(&d->prompt.fields[0].edit)), &target, &err))
        return complain(d, 0, err.text);
    wish->kind = kind;
    target_format(&target, wish->text, sizeof wish->text);
    return true;
}

static bool answer_file(struct dialogue *d, enum wish_kind kind, struct wish *wish)
{
    struct span name = span_trim(edit_span(&d->prompt.fields[0].edit));

    if (!name.len || name.len >= sizeof wish->text)
        return complain(d, 0, name.len ? "This file name is too long." : "Type a file name, or Esc to leave without saving.");
    wish->kind = kind;
    snprintf(wish->text, sizeof wish->text, "%.*s", (int)name.len, (const char *)name.ptr);
    return true;
}

/* No file: the walk before. */
static bool answer_compare(struct dialogue *d, struct wish *wish)
{
    if (span_trim(edit_span(&d->prompt.fields[0].edit)).len)
        return answer_file(d, WISH_COMPARE_WITH, wish);
    wish->kind = WISH_COMPARE_WITH;
    wish->text[0] = '\0';
    return true;
}

static bool answer_login(struct dialogue *d, struct wish *wish)
{
    const struct edit *secret = &d->prompt.fields[LOGIN_SECRET].edit;
    struct span user = span_trim(edit_span(&d->prompt.fields[LOGIN_USER].edit));

    if (!user.len || user.len >= sizeof wish->user)
        return complain(d, LOGIN_USER, user.len ? "This user name is too long." : "Type the user name.");
    if (!secret->len)
        return complain(d, LOGIN_SECRET, d->token ? "Paste the token; it will not be shown." : "Type the password; it will not be shown.");
    if (strlen(typed(d, LOGIN_MECHANISM)) >= sizeof wish->mechanism)
        return complain(d, LOGIN_MECHANISM, "No mechanism has a name that long; empty means the strongest.");
    if (d->insecure && strcmp(typed(d, LOGIN_WORDS), DIALOGUE_INSECURE_WORDS) != 0)
        return complain(d, LOGIN_WORDS, "Nothing is sent unless you type exactly: " DIALOGUE_INSECURE_WORDS ". Esc leaves without sending.");
    wish->kind = WISH_LOGIN;
    wish->row = d->row;
    wish->insecure = d->insecure;
    wish->secret_is_token = d->token;
    snprintf(wish->user, sizeof wish->user, "%.*s", (int)user.len, (const char *)user.ptr);
    snprintf(d->user, sizeof d->user, "%s", wish->user);
    snprintf(wish->mechanism, sizeof wish->mechanism, "%.47s", typed(d, LOGIN_MECHANISM));
    for (char *c = wish->mechanism; *c; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    memcpy(wish->secret, secret->text, secret->len);
    wish->secret_len = secret->len;
    return true;
}

/* Fills the wish; false: the answer does not do, and the prompt says why. */
static bool dialogue_answer(struct dialogue *d, struct wish *wish)
{
    wish->row = d->row;
    switch (d->question) {
    case QUESTION_NONE:
    case QUESTION_FIND:
    case QUESTION_FILTER:
        wish->kind = WISH_NONE;
        return true;
    case QUESTION_READ_OUT:
        wish->kind = WISH_NONE;
        return span_trim(edit_span(&d->prompt.fields[0].edit)).len > 0 || complain(d, 0, "Type what was read out, or Esc.");
    case QUESTION_ADD:
        return answer_address(d, WISH_ADD_ROW, wish);
    case QUESTION_EDIT:
        return answer_address(d, WISH_EDIT_ROW, wish);
    case QUESTION_REMOVE:
        wish->kind = WISH_REMOVE_ROW;
        return true;
    case QUESTION_SAVE:
    case QUESTION_SAVE_MASKED:
        wish->masked = d->question == QUESTION_SAVE_MASKED;
        return answer_file(d, WISH_SAVE, wish);
    case QUESTION_COMPARE_WITH:
        return answer_compare(d, wish);
    case QUESTION_SAVE_SHEET:
        return answer_file(d, WISH_SAVE_SHEET, wish);
    case QUESTION_LOGIN:
        return answer_login(d, wish);
    case QUESTION_COMPARE:
        wish->kind = WISH_COMPARE;
        return true;
    case QUESTION_DEPTH:
        wish->kind = WISH_DEPTH;
        return true;
    case QUESTION_INJECTION:
        wish->kind = WISH_INJECTION;
        return true;
    case QUESTION_QUIT:
        wish->kind = WISH_QUIT;
        return true;
    }
    return true;
}

enum prompt_event dialogue_key(struct dialogue *d, uint32_t key, struct wish *wish)
{
    if (d->question == QUESTION_LOGIN && key == KEYCODE_CTRL('T') && !d->prompt.pasting) {
        d->token = !d->token;
        login_secret_label(d);
        return PROMPT_STAYS;
    }
    enum prompt_event event = prompt_key(&d->prompt, key);
    if (event == PROMPT_TAKEN && !dialogue_answer(d, wish))
        return PROMPT_STAYS;
    return event;
}
