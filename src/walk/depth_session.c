/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_session.c - what only whole sessions tell: resumption, the certificate without a server name, ALPN, the staple, and
 * whether a certificate is asked of the client. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "walk/depth_private.h"

#define TLS12 0x0303
#define TLS13 0x0304

/* ---- told once, by the first session that showed a certificate ---- */

static void tell_staple(struct depth_run *r, const struct walk *w)
{
    const struct chain *c = &w->e.chain;
    int64_t now_s = (w->e.started_wall_us + (int64_t)walk_elapsed(w)) / (int64_t)US_PER_S;
    struct depth_row *row = depth_row(r, DEPTH_STAPLE, VERDICT_PASS, "");

    if (!c->ocsp_stapled) {
        depth_value(row, "none");
        if (c->certs[0].ocsp_url) {
            row->grade = VERDICT_NOTE;
            depth_why(row, "the certificate names a responder; clients have to ask there themselves, and do not (RFC 9325 7.5)");
        }
        return;
    }
    for (size_t i = 0; i < c->trouble_count; i++)
        if (c->troubles[i].problem == CERT_REVOKED) {
            row->grade = VERDICT_FAIL;
            depth_value(row, "the certificate was withdrawn");
            return;
        }
    if (c->ocsp_good) {
        depth_value(row, "good, %lld hours old", (long long)(now_s - c->ocsp_produced) / 3600);
        return;
    }
    row->grade = VERDICT_WARN;
    depth_value(row, "sent, but not good");
    depth_why(row, "out of date, for another certificate, or by a signer that could not be checked");
}

static void tell_client_certificate(struct depth_run *r, const struct walk *w)
{
    const struct tls_facts *f = &w->e.tls.facts;
    struct depth_row *row = depth_row(r, DEPTH_CLIENT_CERT, VERDICT_PASS, "");
    bool demanded = f->client_cert_asked && f->alert >= 0;

    if (!f->client_cert_asked) {
        depth_value(row, "not asked for");
        return;
    }
    row->grade = demanded ? VERDICT_WARN : VERDICT_NOTE;
    if (f->client_cas[0])
        depth_value(row, "%s, from %s%s", demanded ? "demanded" : "asked for", f->client_cas, f->client_ca_count > 1 ? " and others" : "");
    else
        depth_value(row, "%s, from any authority", demanded ? "demanded" : "asked for");
    depth_why(row, "%s", demanded ? "without one nobody gets in" : "a client may go on without one; some programs ask the user about it");
}

static void tell_certificate(struct depth_run *r, const struct walk *w)
{
    const struct chain *c = &w->e.chain;

    if (r->told_certificate || !c->count)
        return;
    r->told_certificate = true;
    memcpy(r->leaf_sha256, c->certs[0].sha256, sizeof r->leaf_sha256);
    tell_staple(r, w);
    tell_client_certificate(r, w);
}

/* What the hellos told, but only the newest version before TLS 1.3 has it as a question. */
static void tell_extensions(struct depth_run *r)
{
    const struct depth_version *v = depth_newest(r, TLS12);
    struct depth_row *row;

    if (!v || v->version == 0x0300)
        return;
    row = depth_row(r, DEPTH_EMS, v->master_secret ? VERDICT_PASS : VERDICT_WARN, depth_version_title(v->version));
    depth_value(row, "%s", v->master_secret ? "yes" : "no");
    if (!v->master_secret)
        depth_why(row, "two sessions can be made to share a secret; channel binding is not safe (RFC 7627)");
    row = depth_row(r, DEPTH_RENEGOTIATION, v->renegotiation ? VERDICT_PASS : VERDICT_WARN, depth_version_title(v->version));
    depth_value(row, "%s", v->renegotiation ? "yes" : "no");
    if (!v->renegotiation)
        depth_why(row, "somebody in between can put his words before the client's (RFC 5746)");
}

/* ---- the steps ---- */

struct session_step {
    const char *label;     /* behind the version's title in a row about resumption */
    const char *priority;  /* added to the version's */
    bool tls13;            /* in TLS 1.3; otherwise in the newest before */
    bool newest;           /* in whatever is the newest */
    bool (*wanted)(const struct depth_run *r);
    void (*ask)(const struct depth_run *r, struct depth_ask *ask); /* NULL: nothing to add */
    void (*saw)(struct depth_run *r, const struct walk *w, const char *label);
};

static bool always(const struct depth_run *r)
{
    (void)r;
    return true;
}

static struct depth_row *resumption_row(struct depth_run *r, enum verdict grade, const char *label)
{
    char text[72];

    snprintf(text, sizeof text, "%s, %s", depth_version_title(r->session_version), label);
    return depth_row(r, DEPTH_RESUMPTION, grade, text);
}

static const char why_full[] = "allowed; each connection costs a full handshake";

static void first_saw(struct depth_run *r, const struct walk *w, const char *label)
{
    tell_certificate(r, w);
    buf_clear(&r->kept);
    if (!w->e.tls.secured) {
        struct depth_row *row = resumption_row(r, VERDICT_SKIP, label);
        depth_value(row, "not told");
        depth_why(row, "the session failed: %s", evidence_now(&w->e) ? evidence_now(&w->e)->summary : "");
    } else if (!tls_session_data(w->ch.tls, &r->kept, &r->ticket) || (strstr(label, "ticket") && !r->ticket)) {
        if (r->kept.broken)
            depth_stop(r, "there is no more memory");
        buf_clear(&r->kept);
        struct depth_row *row = resumption_row(r, VERDICT_NOTE, label);
        depth_value(row, "no ticket is given");
        depth_why(row, "%s", why_full);
    }
}

static bool has_kept(const struct depth_run *r)
{
    return buf_len(&r->kept) > 0;
}

static void ask_again(const struct depth_run *r, struct depth_ask *ask)
{
    ask->resume = buf_span(&r->kept);
}

static void again_saw(struct depth_run *r, const struct walk *w, const char *label)
{
    bool resumed = w->e.tls.secured && w->e.tls.facts.resumed;
    struct depth_row *row = resumption_row(r, resumed ? VERDICT_PASS : VERDICT_NOTE, label);

    depth_value(row, "%s", resumed ? "resumed" : "not resumed");
    if (!resumed)
        depth_why(row, "%s", why_full);
    buf_clear(&r->kept);
}

static bool has_name(const struct depth_run *r)
{
    return r->side->main->e.target->kind == NAME_HOST && r->leaf_sha256[0];
}

static void ask_nameless(const struct depth_run *r, struct depth_ask *ask)
{
    (void)r;
    ask->no_sni = true;
}

static void nameless_saw(struct depth_run *r, const struct walk *w, const char *label)
{
    const struct chain *c = &w->e.chain;
    struct depth_row *row = depth_row(r, DEPTH_SNI, VERDICT_PASS, label);

    if (c->count && strcmp(c->certs[0].sha256, r->leaf_sha256) == 0) {
        depth_value(row, "the same certificate");
    } else if (c->count) {
        row->grade = VERDICT_NOTE;
        depth_value(row, "another certificate, for %s", c->certs[0].names.count ? c->certs[0].names.items[0] : c->certs[0].subject_cn);
        depth_why(row, "programs that send no name meet that one");
    } else {
        row->grade = VERDICT_NOTE;
        depth_value(row, "refused");
        depth_why(row, "programs that send no name are turned away");
    }
}

static bool has_alpn(const struct depth_run *r)
{
    return r->side->main->e.target->proto->alpn != NULL;
}

static void ask_alpn(const struct depth_run *r, struct depth_ask *ask)
{
    ask->alpn = r->side->main->e.target->proto->alpn;
}

static void alpn_saw(struct depth_run *r, const struct walk *w, const char *label)
{
    const struct tls_facts *f = &w->e.tls.facts;
    struct depth_row *row = depth_row(r, DEPTH_ALPN, VERDICT_PASS, w->alpn);

    (void)label;
    if (w->e.tls.secured) {
        depth_value(row, "%s", f->alpn[0] ? "taken" : "ignored");
        return;
    }
    row->grade = VERDICT_WARN;
    depth_value(row, "refused");
    depth_why(row, "the registered name of the protocol, and yet a client that offers it is turned away (RFC 7301)");
}

static const struct session_step steps[] = {
    {"ticket", "", false, false, always, NULL, first_saw},
    {"ticket", "", false, false, has_kept, ask_again, again_saw},
    {"session number", ":%NO_TICKETS", false, false, always, NULL, first_saw},
    {"session number", ":%NO_TICKETS", false, false, has_kept, ask_again, again_saw},
    {"ticket", "", true, false, always, NULL, first_saw},
    {"ticket", "", true, false, has_kept, ask_again, again_saw},
    {"without a name", "", false, true, has_name, ask_nameless, nameless_saw},
    {"", "", false, true, has_alpn, ask_alpn, alpn_saw},
};
#define STEP_COUNT (sizeof steps / sizeof *steps)

static const struct depth_version *step_version(const struct depth_run *r, const struct session_step *s)
{
    const struct depth_version *v = depth_newest(r, s->tls13 || s->newest ? TLS13 : TLS12);

    /* GnuTLS has no SSL 3. */
    return !v || v->version == 0x0300 || (s->tls13 && v->version != TLS13) ? NULL : v;
}

static bool sessions_next(struct depth_run *r, struct depth_ask *ask)
{
    static const char *const names[] = {"1.0", "1.1", "1.2", "1.3"};

    for (; r->step < STEP_COUNT; r->step++) {
        const struct session_step *s = &steps[r->step];
        const struct depth_version *v = step_version(r, s);
        if (!v || !s->wanted(r))
            continue;
        r->session_version = v->version;
        snprintf(ask->priority, sizeof ask->priority,
                 "NORMAL:-VERS-ALL:+VERS-TLS%s:+3DES-CBC:+ARCFOUR-128:+DHE-DSS:+SIGN-ALL:+GROUP-ALL:%%VERIFY_ALLOW_SIGN_WITH_SHA1%s",
                 names[v->version - 0x0301], s->priority);
        if (s->ask)
            s->ask(r, ask);
        return true;
    }
    return false;
}

static void sessions_saw(struct depth_run *r, const struct walk *w)
{
    const struct session_step *s = &steps[r->step++];

    s->saw(r, w, s->label);
}

/* Not from questions of this section, but this is when they can be told. */
static void sessions_left(struct depth_run *r)
{
    tell_extensions(r);
    if (!has_alpn(r)) {
        struct depth_row *row = depth_row(r, DEPTH_ALPN, VERDICT_SKIP, "");
        depth_value(row, "not asked");
        depth_why(row, "no name is registered for this protocol");
    }
}

const struct depth_section depth_sessions = {"sessions", sessions_next, sessions_saw, sessions_left};
