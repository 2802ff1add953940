/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/steps_view.h"

#include <string.h>

#include "ui/words.h"

uint64_t step_took_us(const struct stage *s, const struct visit *v, uint64_t now_us)
{
    uint64_t elapsed = visit_elapsed_us(v, now_us);

    switch (s->state) {
    case STAGE_WAITING:
    case STAGE_PAUSED:
        return 0;
    case STAGE_RUNNING:
        return elapsed > s->start_us ? elapsed - s->start_us : 0;
    case STAGE_ENDED:
        return s->duration_us;
    }
    return 0;
}

enum verdict step_verdict(const struct evidence *e, const struct findings *f, size_t stage)
{
    enum verdict own = e->stages[stage].verdict;

    return f && f->stages[stage] != VERDICT_NONE ? f->stages[stage] : own;
}

enum verdict walk_verdict(const struct model *m, size_t walk)
{
    if (m->findings && m->findings[walk].verdict != VERDICT_NONE)
        return m->findings[walk].verdict;
    return evidence_verdict(visit_walk(m->visit, walk));
}

static bool is_walked(const struct visit *v, const char *address)
{
    for (size_t i = 0; i < visit_walk_count(v); i++)
        if (!strcmp(visit_walk(v, i)->address, address))
            return true;
    return false;
}

size_t steps_items(const struct model *m, size_t walk, struct step_item items[STEP_ITEMS_MAX])
{
    const struct evidence *e = visit_walk(m->visit, walk);
    const struct resolution *r = visit_resolution(m->visit);
    size_t n = 0;

    for (size_t i = 0; i < e->plan.count; i++)
        items[n++] = (struct step_item){STEP_STAGE, i};
    for (size_t i = 0; i < visit_walk_count(m->visit) && n + 1 < STEP_ITEMS_MAX; i++)
        if (visit_walk(m->visit, i)->address[0])
            items[n++] = (struct step_item){STEP_WALK, i};
    for (size_t i = 0; r && i < r->count && n + 1 < STEP_ITEMS_MAX; i++)
        if (!is_walked(m->visit, r->addresses[i].text))
            items[n++] = (struct step_item){STEP_ADDRESS, i};
    return n;
}

/* --- drawing: items become lines --- */

struct step_line {
    enum { LINE_ITEM, LINE_SUMMARY, LINE_TRIED } kind;
    size_t item;
};

static size_t step_lines(const struct step_item *items, size_t count, bool summaries, struct step_line lines[2 * STEP_ITEMS_MAX])
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        if (items[i].kind != STEP_STAGE && (i == 0 || items[i - 1].kind == STEP_STAGE))
            lines[n++] = (struct step_line){LINE_TRIED, i};
        lines[n++] = (struct step_line){LINE_ITEM, i};
        if (summaries && items[i].kind == STEP_STAGE)
            lines[n++] = (struct step_line){LINE_SUMMARY, i};
    }
    return n;
}

static void draw_stage(const struct model *m, size_t walk, size_t index, struct area a, int row)
{
    const struct evidence *e = visit_walk(m->visit, walk);
    const struct stage *s = &e->stages[index];
    enum verdict verdict = step_verdict(e, m->findings ? &m->findings[walk] : NULL, index);
    char took[8];

    area_putf(a, row, 1, INK_PLAIN, "%2zu", index + 1);
    area_put(a, row, 4, INK_PLAIN, stage_title(s->id));
    if (s->state == STAGE_PAUSED)
        area_put(a, row, 17, STYLE_BOLD, "paused");
    else if (s->state == STAGE_RUNNING)
        area_put(a, row, 17, STYLE_BOLD, "...");
    else
        area_put(a, row, 17, style_of_verdict(verdict), verdict_word(verdict));
    if (s->state == STAGE_RUNNING || (s->state == STAGE_ENDED && verdict != VERDICT_SKIP)) {
        words_took(took, sizeof took, step_took_us(s, m->visit, m->now_us));
        area_putf(a, row, 21, INK_PLAIN, "%5s", took);
    }
}

static void draw_walk(const struct model *m, size_t index, bool current, struct area a, int row)
{
    const struct evidence *e = visit_walk(m->visit, index);
    enum verdict verdict = walk_verdict(m, index);

    area_put_cut(a, row, 2, 18, current ? STYLE_BOLD : INK_PLAIN, e->address);
    area_put(a, row, 21, e->ended ? style_of_verdict(verdict) : STYLE_BOLD, e->ended ? verdict_word(verdict) : "now");
}

static void draw_address(const struct model *m, size_t index, struct area a, int row)
{
    area_put_cut(a, row, 2, 18, INK_PLAIN, visit_resolution(m->visit)->addresses[index].text);
    area_put(a, row, 21, INK_PLAIN, visit_done(m->visit) ? "skip" : "next");
}

static void draw_item(const struct model *m, size_t walk, const struct step_item *item, struct area a, int row)
{
    switch (item->kind) {
    case STEP_STAGE:
        draw_stage(m, walk, item->index, a, row);
        break;
    case STEP_WALK:
        draw_walk(m, item->index, item->index == walk, a, row);
        break;
    case STEP_ADDRESS:
        draw_address(m, item->index, a, row);
        break;
    }
}

static void draw_line(const struct model *m, size_t walk, const struct step_line *line, const struct step_item *items, struct area a, int row)
{
    switch (line->kind) {
    case LINE_ITEM:
        draw_item(m, walk, &items[line->item], a, row);
        break;
    case LINE_SUMMARY:
        area_put_cut(a, row, 6, a.cols - 6, INK_PLAIN, visit_walk(m->visit, walk)->stages[items[line->item].index].summary);
        break;
    case LINE_TRIED:
        area_put(a, row, 1, STYLE_BOLD, "ADDRESSES");
        break;
    }
}

static void steps_follow(struct steps_view *v, const struct evidence *e, size_t count)
{
    if (!v->chosen)
        v->cursor = e->at < e->plan.count && !e->ended ? e->at : v->rest;
    if (v->cursor >= count)
        v->cursor = count ? count - 1 : 0;
}

void steps_view_draw(struct steps_view *v, const struct model *m, size_t walk, struct area a, bool focused)
{
    struct step_item items[STEP_ITEMS_MAX];
    struct step_line lines[2 * STEP_ITEMS_MAX];
    size_t count = steps_items(m, walk, items), at = 0;
    size_t line_count = step_lines(items, count, true, lines);

    if (line_count > (size_t)a.rows)
        line_count = step_lines(items, count, false, lines);
    steps_follow(v, visit_walk(m->visit, walk), count);
    while (at < line_count && !(lines[at].kind == LINE_ITEM && lines[at].item == v->cursor))
        at++;
    struct list list = {.cursor = at, .top = v->top};
    list_show(&list, line_count, a.rows);
    v->top = list.top;
    v->rows = a.rows;
    for (int row = 0; row < a.rows && v->top + (size_t)row < line_count; row++) {
        draw_line(m, walk, &lines[v->top + (size_t)row], items, a, row);
        if (v->top + (size_t)row != at)
            continue;
        area_put(a, row, 0, INK_PLAIN, ">");
        if (focused) {
            area_mark(a, row, 0, a.cols, STYLE_REVERSE);
            area_cursor(a, row, 0);
        }
    }
}

static const char *strip_name(enum stage_id id)
{
    switch (id) {
    case STAGE_RESOLVE:
        return "NAM";
    case STAGE_CONNECT:
        return "CON";
    case STAGE_BANNER:
        return "BAN";
    case STAGE_CAPABILITIES:
        return "CAP";
    case STAGE_STARTTLS:
        return "STT";
    case STAGE_HANDSHAKE:
        return "TLS";
    case STAGE_CERTIFICATE:
        return "CRT";
    case STAGE_RECHECK:
        return "CA2";
    case STAGE_AUTH:
        return "AUT";
    case STAGE_QUIT:
        return "BYE";
    case STAGE_COUNT:
        break;
    }
    return "";
}

static char strip_mark(enum verdict v)
{
    switch (v) {
    case VERDICT_NONE:
        return ' ';
    case VERDICT_PASS:
    case VERDICT_NOTE:
        return '+';
    case VERDICT_WARN:
        return '?';
    case VERDICT_FAIL:
        return '!';
    case VERDICT_SKIP:
        return '-';
    }
    return ' ';
}

void steps_view_strip(const struct model *m, size_t walk, struct area a, int row)
{
    const struct evidence *e = visit_walk(m->visit, walk);
    int col = 1;

    for (size_t i = 0; i < e->plan.count; i++) {
        enum verdict v = step_verdict(e, m->findings ? &m->findings[walk] : NULL, i);
        bool now = e->stages[i].state == STAGE_RUNNING || e->stages[i].state == STAGE_PAUSED;
        col = area_putf(a, row, col, now ? STYLE_REVERSE : style_of_verdict(v), "%s%c", strip_name(e->stages[i].id), strip_mark(v)) + 1;
    }
}

bool steps_view_move(struct steps_view *v, const struct model *m, size_t walk, enum request_id id)
{
    struct step_item items[STEP_ITEMS_MAX];
    struct list list = {.cursor = v->cursor, .rows = v->rows};

    if (!list_move(&list, id, steps_items(m, walk, items)))
        return false;
    v->cursor = list.cursor;
    v->chosen = true;
    return true;
}
