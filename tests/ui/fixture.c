/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/key.h"

static void fixture_model(struct fixture *fx, struct span ini)
{
    struct err err;

    fx->table = table_read(ini, "practice", &err);
    if (!fx->table)
        abort();
    fx->results = calloc(fx->table->row_count + 8, sizeof *fx->results);
    fx->model.table = fx->table;
    fx->model.results = fx->results;
    fx->model.visit_row = SIZE_MAX;
    fx->model.practice = fx->practice != NULL;
    fx->model.trust_name = "the practice CA";
    fx->model.notice = "";
    layout_init(&fx->layout);
}

void fixture_open_table(struct fixture *fx, const char *ini, int cols, int rows)
{
    memset(fx, 0, sizeof *fx);
    fx->now_us = 1000000;
    fixture_model(fx, span_str(ini));
    fixture_resize(fx, cols, rows);
}

void fixture_open(struct fixture *fx, const char *const *servers, int cols, int rows)
{
    const struct fault *faults[16] = {NULL};
    struct buf ini = {0};
    struct err err;

    memset(fx, 0, sizeof *fx);
    fx->now_us = 1000000;
    for (size_t i = 0; servers[i] && i < 15; i++)
        if (!(faults[i] = practice_fault(servers[i])))
            abort();
    fx->practice = practice_new(FIXTURE_WALL_S * 1000000, &err);
    if (!fx->practice || !practice_table(0, faults, &ini))
        abort();
    fx->trust = trust_new(practice_ca_pem(fx->practice), "the practice CA", &err);
    if (!fx->trust)
        abort();
    snprintf(fx->address_list[0], sizeof fx->address_list[0], "192.0.2.10");
    fx->address_count = 1;
    fixture_model(fx, buf_span(&ini));
    buf_done(&ini);
    fixture_resize(fx, cols, rows);
}

static void fixture_end_visit(struct fixture *fx)
{
    for (size_t i = 0; i < fx->findings_count; i++)
        findings_done(&fx->findings[i]);
    free(fx->findings);
    fx->findings = NULL;
    fx->findings_count = 0;
    for (size_t i = 0; i < LINK_COUNT; i++) {
        practice_conn_free(fx->conns[i]);
        fx->conns[i] = NULL;
    }
    visit_free(fx->visit);
    fx->visit = NULL;
}

void fixture_close(struct fixture *fx)
{
    fixture_end_visit(fx);
    login_done(&fx->login);
    layout_done(&fx->layout);
    grid_done(&fx->grid);
    table_free(fx->table);
    free(fx->results);
    trust_free(fx->trust);
    practice_free(fx->practice);
}

/* --- the network: a visit on one side, a practice server on the other --- */

static const struct row *fixture_row_of_visit(const struct fixture *fx)
{
    return &fx->table->rows[fx->model.visit_row];
}

static const struct practice_port *port_of(uint16_t port)
{
    for (const struct practice_port *p = practice_ports; p->proto; p++)
        if (p->port == port)
            return p;
    return NULL;
}

static void link_resolve(struct fixture *fx)
{
    struct resolution r = {.given = true, .count = fx->address_count};

    for (size_t i = 0; i < fx->address_count; i++) {
        snprintf(r.addresses[i].text, sizeof r.addresses[i].text, "%s", fx->address_list[i]);
        r.addresses[i].v6 = strchr(fx->address_list[i], ':') != NULL;
    }
    visit_resolved(fx->visit, &r, fx->now_us);
}

static void link_connect(struct fixture *fx, enum link link)
{
    const struct fault *f = practice_fault(fixture_row_of_visit(fx)->server->id);
    uint16_t port;
    const char *address = visit_endpoint(fx->visit, link, &port);
    const struct practice_port *p = port_of(port);

    if (!p || !practice_listens(f) || (fx->refused && !strcmp(fx->refused, address))) {
        visit_connect_failed(fx->visit, link, ECONNREFUSED, fx->now_us);
        return;
    }
    if (!fx->says.ptr)
        fx->conns[link] = practice_conn_new(fx->practice, f, p, fx->now_us);
    visit_connected(fx->visit, link, "192.0.2.77", fx->now_us);
}

/* Bytes of the server; false: it had none. */
static bool link_hear(struct fixture *fx, enum link link)
{
    if (fx->says.ptr) {
        struct span says = fx->says;
        fx->says.len = 0;
        if (says.len)
            visit_recv(fx->visit, link, says, fx->now_us);
        return says.len > 0;
    }
    struct practice_conn *c = fx->conns[link];
    struct span s = practice_conn_send(c);
    struct buf copy = {0};

    if (s.len) {
        buf_add_span(&copy, s);
        practice_conn_sent(c, s.len, fx->now_us);
        visit_recv(fx->visit, link, buf_span(&copy), fx->now_us);
        buf_done(&copy);
        return true;
    }
    if (practice_conn_closing(c)) {
        visit_recv_end(fx->visit, link, practice_conn_closing(c) == 2 ? ECONNRESET : 0, fx->now_us);
        practice_conn_free(c);
        fx->conns[link] = NULL;
        return true;
    }
    return false;
}

static bool link_step(struct fixture *fx, enum link link)
{
    unsigned wants = visit_wants(fx->visit, link);

    if (wants & VISIT_WANT_RESOLVE) {
        link_resolve(fx);
    } else if (wants & VISIT_WANT_CONNECT) {
        link_connect(fx, link);
    } else if (wants & VISIT_WANT_SEND) {
        struct span s = visit_send(fx->visit, link);
        if (fx->conns[link])
            practice_conn_recv(fx->conns[link], s, fx->now_us);
        visit_sent(fx->visit, link, s.len, fx->now_us);
    } else if (wants & VISIT_WANT_CLOSE) {
        practice_conn_free(fx->conns[link]);
        fx->conns[link] = NULL;
        visit_closed(fx->visit, link, fx->now_us);
    } else {
        return wants & VISIT_WANT_RECV && (fx->conns[link] || fx->says.ptr) && link_hear(fx, link);
    }
    return true;
}

static void fixture_findings(struct fixture *fx)
{
    size_t count = visit_walk_count(fx->visit);

    for (size_t i = 0; i < fx->findings_count; i++)
        findings_done(&fx->findings[i]);
    free(fx->findings);
    fx->findings = calloc(count, sizeof *fx->findings);
    fx->findings_count = count;
    for (size_t i = 0; i < count; i++)
        if (!findings_of_walk(&fx->findings[i], fx->visit, i))
            abort();
    fx->model.findings = fx->findings;
}

static void fixture_result(struct fixture *fx)
{
    struct row_result *r = &fx->results[fx->model.visit_row];
    const struct finding *worst = NULL;

    r->state = ROW_ENDED;
    r->verdict = VERDICT_PASS;
    r->ended_us = fx->now_us;
    r->took_us = visit_elapsed_us(fx->visit, fx->now_us);
    r->days_left = INT64_MAX;
    r->walks = (unsigned)visit_walk_count(fx->visit);
    for (size_t i = 0; i < fx->findings_count; i++) {
        const struct evidence *e = visit_walk(fx->visit, i);
        r->verdict = verdict_worse(r->verdict, fx->findings[i].verdict);
        snprintf(r->address, sizeof r->address, "%s", e->address);
        snprintf(r->login, sizeof r->login, "%.23s", e->auth.tried);
        if (e->chain.checked)
            r->days_left = e->chain.days_left;
        if (!worst)
            worst = findings_worst(&fx->findings[i]);
    }
    snprintf(r->code, sizeof r->code, "%.47s", worst ? worst->diagnosis->code : "");
    snprintf(r->what, sizeof r->what, "%.399s", worst ? worst->what : "");
    snprintf(r->user, sizeof r->user, "%.399s", worst ? worst->user : "");
    fx->model.revision++;
}

static void fixture_pump(struct fixture *fx)
{
    bool moved = true;

    if (!fx->visit)
        return;
    bool was_done = visit_done(fx->visit);
    while (moved) {
        moved = false;
        for (enum link link = 0; link < LINK_COUNT; link++)
            if (link_step(fx, link)) {
                fx->now_us += 1000;
                moved = true;
            }
        visit_tick(fx->visit, fx->now_us);
    }
    fixture_findings(fx);
    if (visit_done(fx->visit) && !was_done)
        fixture_result(fx);
}

/* --- wishes, as main carries them out --- */

static void fixture_time(struct fixture *fx)
{
    fx->model.now_us = fx->now_us;
    fx->model.wall_us = FIXTURE_WALL_S * 1000000 + (int64_t)fx->now_us;
}

static void fixture_walk(struct fixture *fx, size_t row, struct visit_options o)
{
    struct target target;
    struct err err;

    fixture_end_visit(fx);
    o.trust = fx->trust;
    if (fx->login.user)
        o.login = &fx->login;
    row_target(&fx->table->rows[row], &target);
    fx->visit = visit_new(&target, &o, &err);
    if (!fx->visit)
        abort();
    fx->model.visit = fx->visit;
    fx->model.visit_row = row;
    fx->results[row].state = ROW_RUNNING;
    fx->model.revision++;
    if (fx->ui)
        ui_show_walk(fx->ui);
    else
        layout_show_walk(&fx->layout);
    visit_start(fx->visit, fx->now_us, FIXTURE_WALL_S * 1000000 + (int64_t)fx->now_us);
}

static void fixture_login(struct fixture *fx, const struct wish *w)
{
    login_done(&fx->login);
    memset(&fx->login, 0, sizeof fx->login);
    fx->login.user = strdup(w->user);
    if (!secret_set(w->secret_is_token ? &fx->login.token : &fx->login.password, span_of(w->secret, w->secret_len)))
        abort();
    if (w->mechanism[0])
        fx->login.mechanism = strdup(w->mechanism);
    fx->model.logins_tried++;
    fixture_walk(fx, w->row, (struct visit_options){.insecure_auth = w->insecure});
}

void fixture_wish(struct fixture *fx, const struct wish *w)
{
    switch (w->kind) {
    case WISH_WALK:
        fixture_walk(fx, w->row, (struct visit_options){.step = w->step});
        break;
    case WISH_AGAIN:
        if (!w->keep_login) {
            login_done(&fx->login);
            memset(&fx->login, 0, sizeof fx->login);
        }
        fixture_walk(fx, w->row, (struct visit_options){.step = w->step});
        break;
    case WISH_COMPARE:
        fixture_walk(fx, fx->model.visit_row, (struct visit_options){.compare = true});
        break;
    case WISH_DEPTH:
        fixture_walk(fx, fx->model.visit_row, (struct visit_options){.tls_depth = true});
        break;
    case WISH_INJECTION:
        fixture_walk(fx, fx->model.visit_row, (struct visit_options){.test_injection = true});
        break;
    case WISH_LOGIN:
        fixture_login(fx, w);
        break;
    case WISH_GO:
        visit_go(fx->visit, fx->now_us);
        break;
    case WISH_RUN_ON:
        visit_run_on(fx->visit, fx->now_us);
        break;
    case WISH_SET_STEP:
        visit_set_step(fx->visit, w->step);
        break;
    case WISH_STOP:
        visit_stop(fx->visit, fx->now_us);
        break;
    case WISH_EXPORT:
        fx->model.sheet = "# a remark\n\ncommand --with words\n";
        fx->model.sheet_title = w->text[0] ? "a program, a command line" : "";
        layout_show_sheet(&fx->layout);
        break;
    case WISH_COMPARE_WITH:
        fx->model.sheet = "findings  worse\n";
        fx->model.sheet_title = "What differs";
        fx->model.sheet_compares = true;
        layout_show_sheet(&fx->layout);
        break;
    case WISH_NONE:
    case WISH_QUIT:
    case WISH_RUN_ALL:
    case WISH_STOP_ALL:
    case WISH_ADD_ROW:
    case WISH_EDIT_ROW:
    case WISH_REMOVE_ROW:
    case WISH_SAVE:
    case WISH_FAMILY:
    case WISH_COMPARE_TALK:
    case WISH_SAVE_SHEET:
    case WISH_SUSPEND:
    case WISH_MANUAL:
        break;
    }
    fixture_pump(fx);
    fixture_time(fx);
}

static void fixture_wishes(struct fixture *fx)
{
    struct wish w;

    while (layout_wish(&fx->layout, &w)) {
        fixture_wish(fx, &w);
        fx->last = w;
        wish_done(&w);
        fx->wishes++;
    }
}

/* --- keys and screens --- */

static uint32_t key_named(const char *name, size_t len)
{
    char to[KEY_NAME_MAX];

    for (uint32_t key = 1; key < KEYCODE_LAST + 1; key++) {
        if (key == 128)
            key = KEYCODE_NAMED;
        key_format(key, to);
        if (strlen(to) == len && !memcmp(to, name, len))
            return key;
    }
    fprintf(stderr, "no key is called %.*s\n", (int)len, name);
    abort();
}

void fixture_draw(struct fixture *fx)
{
    fixture_time(fx);
    grid_clear(&fx->grid);
    layout_draw(&fx->layout, &fx->model, &fx->grid);
}

void fixture_type(struct fixture *fx, const char *keys)
{
    while (*keys) {
        const char *end = *keys == '<' && keys[1] ? strchr(keys, '>') : NULL;
        uint32_t key = end && end > keys + 1 ? key_named(keys + 1, (size_t)(end - keys - 1)) : (unsigned char)*keys;
        keys = end && end > keys + 1 ? end + 1 : keys + 1;
        layout_key(&fx->layout, &fx->model, key);
        fixture_wishes(fx);
        fixture_draw(fx);
    }
}

void fixture_resize(struct fixture *fx, int cols, int rows)
{
    if (!grid_resize(&fx->grid, cols, rows))
        abort();
    fixture_draw(fx);
}

void fixture_wait(struct fixture *fx, uint64_t us)
{
    fx->now_us += us;
    fixture_pump(fx);
    fixture_draw(fx);
}

void fixture_select(struct fixture *fx, const char *server, const char *proto)
{
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < fx->table->row_count; i++) {
        const struct row *r = &fx->table->rows[i];
        if (strcmp(r->server->id, server) || strcmp(r->proto->name, proto))
            continue;
        if (found == SIZE_MAX || (r->mode == TLS_MODE_IMPLICIT && fx->table->rows[found].mode != TLS_MODE_IMPLICIT))
            found = i;
    }
    if (found == SIZE_MAX)
        abort();
    fx->layout.table.list.cursor = found;
    fixture_draw(fx);
}

char *fixture_row(const struct fixture *fx, int row)
{
    struct buf out = {0};

    grid_row_text(&fx->grid, row, &out);
    return buf_take(&out);
}

char *fixture_text(const struct fixture *fx)
{
    struct buf out = {0};

    for (int row = 0; row < fx->grid.rows; row++)
        if (!grid_row_text(&fx->grid, row, &out) || !buf_add_char(&out, '\n'))
            abort();
    return buf_take(&out);
}

bool fixture_shows(const struct fixture *fx, const char *text)
{
    char *screen = fixture_text(fx);
    bool shows = strstr(screen, text) != NULL;

    if (!shows)
        fprintf(stderr, "\"%s\" is not on this screen:\n%s", text, screen);
    free(screen);
    return shows;
}
