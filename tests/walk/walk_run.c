/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_run.c - runs every conversation of tests/walks against the engine: whole, and with each server byte on its own.
 *
 * A .walk file is read line by line:
 *   walk URI [MODE]              which visit; MODE as in --tls
 *   address A...                 what the name resolves to (192.0.2.1)
 *   whole                        not to be run byte by byte: what matters is that it came in one piece
 *   login USER SECRET | token USER TOKEN | mechanism NAME | insecure | step | no-probe | compare | test-injection
 *   nxdomain | servfail | no-address   the name has no address, for this reason
 *   connect | refused | unreachable | reset | close
 *   S: text                      the server says a line (CRLF is added; \xNN, \r, \n, \0 are escapes); S> without the CRLF
 *   C: text                      the client's next line must be this; * for any; "C: -" nothing is waiting
 *   TLS [KIND]                   the server's half of a handshake: good, expired, wrong-name, self-signed; a URL: issuer not sent, published there
 *   wait N ms|s                  time passes
 *   go | on | stop               the operator
 *   probe resolved ADDRESS | nxdomain     the name of another host, to which a look leads
 *   probe connect | refused | TLS [KIND] | S: text | S> text | C: text | close    the second connection
 *   expect stage NAME VERDICT [words] | verdict V | finding CODE | no-finding CODE | no-findings | auth RESULT
 *          | connections N | transcript TEXT | no-transcript TEXT | injection OUTCOME [words] | paused | done | walks N
 *   look N                       expectations are of walk N from here on, not of the one in progress or the last
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding.h"
#include "report/round_trip.h"
#include "world.h"

struct run {
    const char *file;
    int line;
    bool drip;
    struct world w;
    bool begun;
    bool whole;
    long look; /* index of a walk; -1: the one in progress */
    struct target target;
    struct visit_options o;
    struct login login;
    struct resolution resolution;
    char mechanism[64], user[128];
    int failures;
};

static void complain(struct run *r, const char *what, const char *detail)
{
    printf("# %s:%d: %s%s%s\n", r->file, r->line, what, detail[0] ? ": " : "", detail);
    r->failures++;
}

static bool word(const char **s, const char *w)
{
    size_t n = strlen(w);

    if (strncmp(*s, w, n) != 0 || ((*s)[n] != ' ' && (*s)[n] != '\0'))
        return false;
    *s += n;
    while (**s == ' ')
        ++*s;
    return true;
}

static void unescape(struct buf *out, const char *s)
{
    for (; *s; s++) {
        unsigned byte;
        if (s[0] == '\\' && s[1] == 'x' && sscanf(s + 2, "%2x", &byte) == 1) {
            buf_add_char(out, (char)byte);
            s += 3;
        } else if (s[0] == '\\' && strchr("rn0\\", s[1]) && s[1]) {
            s++;
            buf_add_char(out, *s == 'r' ? '\r' : *s == 'n' ? '\n' : *s == '0' ? '\0' : '\\');
        } else {
            buf_add_char(out, *s);
        }
    }
}

static void run_say(struct run *r, enum link link, const char *text, bool line)
{
    struct buf bytes = {0};

    unescape(&bytes, text);
    if (line)
        buf_add_str(&bytes, "\r\n");
    world_say(&r->w, link, buf_span(&bytes));
    buf_done(&bytes);
}

static void run_begin(struct run *r)
{
    if (r->begun)
        return;
    r->begun = true;
    if (!r->resolution.count && !r->resolution.dns.answered)
        r->resolution.addresses[r->resolution.count++] = (struct address){"192.0.2.1", false};
    if (!world_init(&r->w, &r->target, &r->o, r->drip)) {
        complain(r, "no visit", "");
        return;
    }
    world_start(&r->w);
}

/* What a driver does without being told. */
static void run_drive(struct run *r)
{
    if (visit_wants(r->w.visit, LINK_MAIN) & VISIT_WANT_RESOLVE)
        visit_resolved(r->w.visit, &r->resolution, r->w.now_us);
    world_pump(&r->w, LINK_MAIN);
    if (visit_wants(r->w.visit, LINK_PROBE) & (VISIT_WANT_SEND | VISIT_WANT_CLOSE))
        world_pump(&r->w, LINK_PROBE);
    world_pump(&r->w, LINK_MAIN);
}

static void run_client(struct run *r, enum link link, const char *expected)
{
    char line[8192];
    bool any = world_take_line(&r->w, link, line, sizeof line);

    if (strcmp(expected, "-") == 0) {
        if (any)
            complain(r, "the client spoke", line);
    } else if (!any) {
        complain(r, "the client says nothing, expected", expected);
    } else if (strcmp(expected, "*") != 0 && strcmp(line, expected) != 0) {
        complain(r, "the client said", line);
    }
}

static size_t run_index(const struct run *r)
{
    return r->look >= 0 ? (size_t)r->look : visit_current(r->w.visit);
}

static const struct evidence *run_evidence(struct run *r)
{
    return visit_walk(r->w.visit, run_index(r));
}

static bool transcript_holds(const struct evidence *e, const char *text)
{
    struct said s;
    bool found = false;

    for (uint64_t i = transcript_first(e->transcript); !found && transcript_get(e->transcript, i, &s); i++) {
        char *safe = text_safe_dup(s.bytes);
        found = safe && strstr(safe, text);
        free(safe);
    }
    return found;
}

static void expect_stage(struct run *r, const char *s)
{
    char name[32], verdict[16];
    int n = 0;

    if (sscanf(s, "%31s %15s %n", name, verdict, &n) < 2) {
        complain(r, "bad expectation", s);
        return;
    }
    const struct evidence *e = run_evidence(r);
    for (size_t i = 0; i < e->plan.count; i++) {
        const struct stage *st = &e->stages[i];
        if (strcmp(stage_name(st->id), name) != 0)
            continue;
        if (strcmp(verdict_name(st->verdict), verdict) != 0)
            complain(r, verdict_name(st->verdict), st->summary);
        else if (s[n] && !strstr(st->summary, s + n))
            complain(r, "summary", st->summary);
        return;
    }
    complain(r, "not in the plan", name);
}

static void expect_finding(struct run *r, const char *code, bool wanted)
{
    struct findings f;

    if (!findings_of_walk(&f, r->w.visit, run_index(r))) {
        complain(r, "no findings", "");
        return;
    }
    if (findings_have(&f, code) != wanted)
        complain(r, wanted ? "finding missing" : "finding not expected", code);
    if (findings_have(&f, code) != wanted)
        for (size_t i = 0; i < f.count; i++)
            printf("#    found %s\n", f.items[i].diagnosis->code);
    findings_done(&f);
}

static void expect_worst(struct run *r, const char *code)
{
    struct findings f;

    if (!findings_of_walk(&f, r->w.visit, run_index(r))) {
        complain(r, "no findings", "");
        return;
    }
    const struct finding *worst = findings_worst(&f);
    if (strcmp(worst ? worst->diagnosis->code : "none", code) != 0)
        complain(r, "worst finding", worst ? worst->diagnosis->code : "none");
    findings_done(&f);
}

/* What became of the test, and words of its reason or of what came. */
static void expect_injection(struct run *r, const char *s)
{
    const struct evidence *e = run_evidence(r);
    const char *outcome = injection_outcome_name(e->injection.outcome);

    if (!word(&s, outcome))
        complain(r, outcome, e->injection.why[0] ? e->injection.why : e->injection.came);
    else if (!strstr(e->injection.why, s) && !strstr(e->injection.came, s))
        complain(r, e->injection.why, e->injection.came);
}

static void expect_verdict(struct run *r, const char *verdict)
{
    struct findings f;

    if (!findings_of_walk(&f, r->w.visit, run_index(r))) {
        complain(r, "no findings", "");
        return;
    }
    if (strcmp(verdict_name(f.verdict), verdict) != 0)
        complain(r, "verdict", verdict_name(f.verdict));
    findings_done(&f);
}

static void run_expect(struct run *r, const char *s)
{
    const struct evidence *e = run_evidence(r);

    if (word(&s, "stage"))
        expect_stage(r, s);
    else if (word(&s, "finding"))
        expect_finding(r, s, true);
    else if (word(&s, "no-finding"))
        expect_finding(r, s, false);
    else if (word(&s, "worst"))
        expect_worst(r, s);
    else if (word(&s, "verdict"))
        expect_verdict(r, s);
    else if (word(&s, "auth"))
        strcmp(auth_result_name(e->auth.result), s) == 0 ? (void)0 : complain(r, auth_result_name(e->auth.result), e->auth.why);
    else if (word(&s, "injection"))
        expect_injection(r, s);
    else if (word(&s, "connections"))
        (int)e->connections == atoi(s) ? (void)0 : complain(r, "another number of connections", s);
    else if (word(&s, "walks"))
        (int)visit_walk_count(r->w.visit) == atoi(s) ? (void)0 : complain(r, "another number of walks", s);
    else if (word(&s, "transcript"))
        transcript_holds(e, s) ? (void)0 : complain(r, "not in the transcript", s);
    else if (word(&s, "no-transcript"))
        transcript_holds(e, s) ? complain(r, "in the transcript", s) : (void)0;
    else if (word(&s, "paused"))
        visit_paused(r->w.visit) ? (void)0 : complain(r, "not paused", "");
    else if (word(&s, "done"))
        visit_done(r->w.visit) ? (void)0 : complain(r, "not done", "");
    else
        complain(r, "unknown expectation", s);
}

static void run_probe_name(struct run *r, const char *address)
{
    struct resolution found = {.count = address[0] != '\0', .system = {.asked = true, .answered = true, .nxdomain = !address[0]}};

    if (!(visit_wants(r->w.visit, LINK_PROBE) & VISIT_WANT_RESOLVE))
        complain(r, "no other name is asked for", "");
    snprintf(found.addresses[0].text, sizeof found.addresses[0].text, "%s", address);
    visit_probe_resolved(r->w.visit, &found, r->w.now_us);
}

static void run_probe(struct run *r, const char *s)
{
    struct visit *v = r->w.visit;

    if (word(&s, "resolved") || word(&s, "nxdomain")) {
        run_probe_name(r, s);
        return;
    }
    if (!(visit_wants(v, LINK_PROBE) & (VISIT_WANT_CONNECT | VISIT_WANT_SEND | VISIT_WANT_RECV)))
        complain(r, "no second look is under way", "");
    else if (word(&s, "connect"))
        world_connect(&r->w, LINK_PROBE);
    else if (word(&s, "refused"))
        visit_connect_failed(v, LINK_PROBE, 111, r->w.now_us);
    else if (word(&s, "TLS"))
        world_tls(&r->w, LINK_PROBE, s[0] ? s : "good", r->target.ascii);
    else if (word(&s, "close"))
        visit_recv_end(v, LINK_PROBE, 0, r->w.now_us);
    else if (word(&s, "C:"))
        run_client(r, LINK_PROBE, s);
    else if (word(&s, "S:"))
        run_say(r, LINK_PROBE, s, true);
    else if (word(&s, "S>"))
        run_say(r, LINK_PROBE, s, false);
    else
        complain(r, "unknown", s);
}

static void run_wait(struct run *r, const char *s)
{
    unsigned n;
    char unit[4];

    if (sscanf(s, "%u%3s", &n, unit) != 2)
        complain(r, "bad time", s);
    else
        world_wait(&r->w, n * (strcmp(unit, "ms") == 0 ? UINT64_C(1000) : UINT64_C(1000000)));
}

static bool run_setting(struct run *r, const char *s)
{
    struct err err;
    char a[256], b[256];

    if (word(&s, "walk")) {
        char uri[256], mode[32] = "";
        sscanf(s, "%255s %31s", uri, mode);
        if (!target_parse(span_str(uri), &r->target, &err) || (mode[0] && !tls_mode_parse(span_str(mode), &r->target.mode)))
            complain(r, "bad target", uri);
    } else if (word(&s, "address")) {
        char address[64];
        for (int n; sscanf(s, "%63s %n", address, &n) == 1; s += n) {
            struct address *to = &r->resolution.addresses[r->resolution.count++];
            snprintf(to->text, sizeof to->text, "%s", address);
            to->v6 = strchr(address, ':') != NULL;
            if (s[n] == '\0')
                break;
        }
    } else if (word(&s, "login") || word(&s, "token")) {
        bool token = s[-2] == 'n' && s[-3] == 'e';
        sscanf(s, "%255s %255s", a, b);
        snprintf(r->user, sizeof r->user, "%.127s", a);
        r->login.user = r->user;
        secret_set(token ? &r->login.token : &r->login.password, span_str(b));
        r->o.login = &r->login;
    } else if (word(&s, "mechanism")) {
        snprintf(r->mechanism, sizeof r->mechanism, "%.63s", s);
        r->login.mechanism = r->mechanism;
    } else if (word(&s, "whole")) {
        r->whole = true;
    } else if (word(&s, "look")) {
        r->look = atol(s);
    } else if (word(&s, "insecure")) {
        r->o.insecure_auth = true;
    } else if (word(&s, "step")) {
        r->o.step = true;
    } else if (word(&s, "compare")) {
        r->o.compare = true;
    } else if (word(&s, "test-injection")) {
        r->o.test_injection = true;
    } else if (word(&s, "no-probe")) {
        r->o.no_probe = true;
    } else if (word(&s, "nxdomain")) {
        r->resolution.dns = (struct answer_set){.asked = true, .answered = true, .nxdomain = true, .rcode = 3};
    } else if (word(&s, "servfail")) {
        r->resolution.dns = (struct answer_set){.asked = true, .answered = true, .servfail = true, .rcode = 2};
    } else if (word(&s, "no-address")) {
        r->resolution.dns = (struct answer_set){.asked = true, .answered = true};
    } else {
        return false;
    }
    return true;
}

static void run_action(struct run *r, const char *s)
{
    struct visit *v;

    run_begin(r);
    run_drive(r);
    v = r->w.visit;
    if (word(&s, "connect"))
        world_connect(&r->w, LINK_MAIN);
    else if (word(&s, "refused"))
        visit_connect_failed(v, LINK_MAIN, 111, r->w.now_us);
    else if (word(&s, "unreachable"))
        visit_connect_failed(v, LINK_MAIN, 113, r->w.now_us);
    else if (word(&s, "close"))
        visit_recv_end(v, LINK_MAIN, 0, r->w.now_us);
    else if (word(&s, "reset"))
        visit_recv_end(v, LINK_MAIN, 104, r->w.now_us);
    else if (word(&s, "S:"))
        run_say(r, LINK_MAIN, s, true);
    else if (word(&s, "S>"))
        run_say(r, LINK_MAIN, s, false);
    else if (word(&s, "C:"))
        run_client(r, LINK_MAIN, s);
    else if (word(&s, "TLS"))
        world_tls(&r->w, LINK_MAIN, s[0] ? s : "good", r->target.ascii);
    else if (word(&s, "wait"))
        run_wait(r, s);
    else if (word(&s, "go"))
        visit_go(v, r->w.now_us);
    else if (word(&s, "on"))
        visit_run_on(v, r->w.now_us);
    else if (word(&s, "stop"))
        visit_stop(v, r->w.now_us);
    else if (word(&s, "probe"))
        run_probe(r, s);
    else if (word(&s, "expect"))
        run_expect(r, s);
    else
        complain(r, "unknown line", s);
    run_drive(r);
}

/* Whatever came of it, its report can be written and read back. */
static void run_report(struct run *r)
{
    char why[600];

    for (size_t i = 0; i < visit_walk_count(r->w.visit); i++) {
        struct findings f;

        if (!findings_of_walk(&f, r->w.visit, i)) {
            complain(r, "no findings", "");
            return;
        }
        if (!round_trip(&(struct report_input){.evidence = visit_walk(r->w.visit, i), .findings = &f}, why, sizeof why))
            complain(r, "its report", why);
        findings_done(&f);
    }
}

static bool run_file(const char *path, const char *shown, bool drip)
{
    struct run r = {.file = shown, .drip = drip, .look = -1};
    char line[4096];
    FILE *f = fopen(path, "r");

    if (!f) {
        printf("# %s: cannot be opened\n", path);
        return false;
    }
    while (fgets(line, sizeof line, f)) {
        r.line++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        if (!run_setting(&r, line))
            run_action(&r, line);
        if (r.whole && drip)
            break;
    }
    fclose(f);
    if (!r.begun && !(r.whole && drip))
        complain(&r, "nothing was walked", "");
    if (r.begun)
        run_report(&r);
    secret_wipe(&r.login.password);
    secret_wipe(&r.login.token);
    if (r.begun)
        world_done(&r.w);
    return r.failures == 0;
}

int main(int argc, char **argv)
{
    const char *src = getenv("TLSWALK_SRC");
    char pattern[4096];
    glob_t g;
    int n = 0, bad = 0;

    snprintf(pattern, sizeof pattern, "%s/tests/walks/*/*.walk", src ? src : ".");
    if (argc > 1)
        snprintf(pattern, sizeof pattern, "%s", argv[1]);
    if (glob(pattern, 0, NULL, &g) != 0) {
        printf("1..1\nnot ok 1 - no conversations at %s\n", pattern);
        return 1;
    }
    printf("1..%zu\n", g.gl_pathc * 2);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        const char *shown = strstr(g.gl_pathv[i], "walks/");
        for (int drip = 0; drip <= 1; drip++) {
            bool ok = run_file(g.gl_pathv[i], shown ? shown : g.gl_pathv[i], drip);
            bad += !ok;
            printf("%sok %d - %s, %s\n", ok ? "" : "not ", ++n, shown ? shown : g.gl_pathv[i], drip ? "byte by byte" : "whole");
        }
    }
    globfree(&g);
    return bad != 0;
}
