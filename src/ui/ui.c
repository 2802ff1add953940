/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/ui.h"

#include <stdlib.h>

#include "base/wipe.h"
#include "ui/clip.h"
#include "ui/emergency.h"
#include "ui/key.h"
#include "ui/layout.h"
#include "ui/screen.h"

struct ui {
    struct screen *screen;
    struct grid grid;
    struct layout layout;
    bool clipboard;
    enum clip_path path;
    bool away; /* between ui_suspend and ui_continued */
};

void wish_done(struct wish *w)
{
    wipe(w, sizeof *w);
}

struct ui *ui_new(const struct ui_options *o, struct err *err)
{
    struct ui *ui = calloc(1, sizeof *ui);

    if (!ui) {
        err_memory(err);
        return NULL;
    }
    ui->screen = screen_open(o, err);
    if (!ui->screen) {
        free(ui);
        return NULL;
    }
    layout_init(&ui->layout);
    layout_notice(&ui->layout, screen_note(ui->screen));
    ui->clipboard = o->clipboard;
    ui->path = clip_path(getenv("TMUX"), getenv("STY"));
    return ui;
}

void ui_free(struct ui *ui)
{
    if (!ui)
        return;
    screen_close(ui->screen);
    layout_done(&ui->layout);
    grid_done(&ui->grid);
    wipe(ui, sizeof *ui);
    free(ui);
}

static void ui_copy(struct ui *ui)
{
    struct buf bytes = {0};

    if (!ui->clipboard)
        layout_notice(&ui->layout, "The clipboard is switched off; w saves the report to a file.");
    else if (clip_bytes(&bytes, buf_span(&ui->layout.copied), ui->path))
        screen_send(ui->screen, buf_span(&bytes));
    buf_done(&bytes);
    buf_clear(&ui->layout.copied);
}

bool ui_keys(struct ui *ui, const struct model *m)
{
    uint32_t key;

    while (!ui->layout.wish_count && screen_key(ui->screen, &key)) {
        if (key == KEYCODE_RESIZE)
            screen_resize(ui->screen);
        layout_key(&ui->layout, m, key);
        if (ui->layout.repaint)
            screen_repaint(ui->screen);
        ui->layout.repaint = false;
        if (buf_len(&ui->layout.copied))
            ui_copy(ui);
    }
    return ui->layout.wish_count > 0;
}

bool ui_next_wish(struct ui *ui, struct wish *w)
{
    return layout_wish(&ui->layout, w);
}

void ui_resized(struct ui *ui)
{
    if (!ui->away)
        screen_resize(ui->screen);
}

void ui_suspend(struct ui *ui)
{
    if (!ui->away)
        screen_suspend(ui->screen);
    ui->away = true;
}

void ui_continued(struct ui *ui)
{
    screen_resume(ui->screen);
    ui->away = false;
}

void ui_show_walk(struct ui *ui)
{
    layout_show_walk(&ui->layout);
}

void ui_show_sheet(struct ui *ui)
{
    layout_show_sheet(&ui->layout);
}

void ui_draw(struct ui *ui, const struct model *m)
{
    if (ui->away || !grid_resize(&ui->grid, screen_cols(ui->screen), screen_rows(ui->screen)))
        return;
    grid_clear(&ui->grid);
    ui->grid.ascii = screen_is_ascii(ui->screen);
    layout_draw(&ui->layout, m, &ui->grid);
    screen_show(ui->screen, &ui->grid);
}

uint64_t ui_next_draw_us(const struct ui *ui, const struct model *m)
{
    (void)m;
    return ui->away ? UINT64_MAX : ui->layout.due_us;
}

void ui_emergency(void)
{
    emergency_restore();
}
