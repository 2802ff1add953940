/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/prompt.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/wipe.h"
#include "ui/key.h"
#include "ui/page.h"

void prompt_open(struct prompt *p, const char *heading)
{
    prompt_close(p);
    p->open = true;
    snprintf(p->heading, sizeof p->heading, "%s", heading);
}

void prompt_remark(struct prompt *p, style st, const char *fmt, ...)
{
    va_list ap;

    if (p->remark_count == PROMPT_REMARKS)
        return;
    va_start(ap, fmt);
    vsnprintf(p->remarks[p->remark_count], sizeof p->remarks[0], fmt, ap);
    va_end(ap);
    p->remark_styles[p->remark_count++] = st;
}

struct prompt_field *prompt_add(struct prompt *p, const char *label, const char *hint, bool secret)
{
    struct prompt_field *f = &p->fields[p->field_count++];

    f->label = label;
    f->hint = hint;
    f->secret = secret;
    return f;
}

void prompt_close(struct prompt *p)
{
    wipe(p, sizeof *p);
}

static enum prompt_event prompt_enter(struct prompt *p)
{
    if (p->at + 1 < p->field_count) {
        p->at++;
        return PROMPT_STAYS;
    }
    return PROMPT_TAKEN;
}

static enum prompt_event prompt_yes_no(uint32_t key)
{
    if (key == 'y' || key == 'Y')
        return PROMPT_TAKEN;
    return key == 'n' || key == 'N' || key == 'q' || key == KEYCODE_ENTER ? PROMPT_DROPPED : PROMPT_STAYS;
}

/* What was pasted is text, whatever keys it looks like; a line end in it is dropped. */
static enum prompt_event prompt_pasted(struct prompt *p, uint32_t key)
{
    if (p->field_count && key >= ' ' && key < KEYCODE_NAMED && edit_key(&p->fields[p->at].edit, key))
        return PROMPT_CHANGED;
    return PROMPT_STAYS;
}

enum prompt_event prompt_key(struct prompt *p, uint32_t key)
{
    if (key == KEYCODE_PASTE_BEGIN || key == KEYCODE_PASTE_END) {
        p->pasting = key == KEYCODE_PASTE_BEGIN;
        return PROMPT_STAYS;
    }
    if (p->pasting)
        return prompt_pasted(p, key);
    p->complaint[0] = '\0';
    if (key == KEYCODE_ESC || key == KEYCODE_CTRL('C'))
        return PROMPT_DROPPED;
    if (p->yes_no)
        return prompt_yes_no(key);
    if (key == KEYCODE_ENTER)
        return prompt_enter(p);
    if (key == KEYCODE_TAB || key == KEYCODE_DOWN) {
        p->at = (p->at + 1) % p->field_count;
        return PROMPT_STAYS;
    }
    if (key == KEYCODE_BACKTAB || key == KEYCODE_UP) {
        p->at = (p->at + p->field_count - 1) % p->field_count;
        return PROMPT_STAYS;
    }
    return edit_key(&p->fields[p->at].edit, key) ? PROMPT_CHANGED : PROMPT_STAYS;
}

/* --- drawing: a rule, the remarks, the fields, the complaint --- */

static void prompt_page(const struct prompt *p, int cols, struct page *page)
{
    page_init(page, cols, 0);
    for (size_t i = 0; i < p->remark_count; i++)
        page_text(page, p->remark_styles[i], p->remarks[i]);
    if (p->complaint[0])
        page_text(page, INK_FAIL | STYLE_BOLD, p->complaint);
}

int prompt_rows(const struct prompt *p, int cols)
{
    struct page page;

    prompt_page(p, cols - 2, &page);
    int rows = (int)page.count + 1 + (p->yes_no ? 1 : (int)p->field_count);
    page_done(&page);
    return rows;
}

/* A text longer than its field is shown around the cursor. */
static void field_draw(const struct prompt_field *f, bool current, struct area a, int row)
{
    int col = area_put(a, row, 0, STYLE_BOLD, f->label), before = edit_cols_before(&f->edit);
    struct area field = area_part(a, row, col + 1, 1, a.cols - col - 1);
    int shift = before >= field.cols ? before - field.cols + 1 : 0;

    if (f->secret)
        area_put(field, 0, 0, INK_PLAIN, current ? "(not shown while you type)" : f->edit.len ? "(given)" : "(empty)");
    else if (!f->edit.len && f->hint)
        area_putf(field, 0, 0, INK_PLAIN, "(%s)", f->hint);
    else
        area_put_span(field, 0, -shift, INK_PLAIN, edit_span(&f->edit));
    if (!current)
        return;
    area_cursor(field, 0, f->secret ? 0 : before - shift);
    a.grid->typing = true;
}

void prompt_draw(const struct prompt *p, struct area a)
{
    struct page page;
    int row;

    area_rule(a, 0, p->heading);
    a = area_part(a, 1, 1, a.rows - 1, a.cols - 2);
    prompt_page(p, a.cols, &page);
    int fields = p->yes_no ? 1 : (int)p->field_count;
    row = a.rows - fields;
    page_draw(&page, 0, "", area_part(a, 0, 0, row, a.cols));
    page_done(&page);
    if (p->yes_no)
        area_cursor(a, row, area_put(a, row, 0, STYLE_BOLD, "y: yes   n or Esc: no "));
    for (size_t i = 0; i < p->field_count; i++)
        field_draw(&p->fields[i], i == p->at, a, row + (int)i);
}
