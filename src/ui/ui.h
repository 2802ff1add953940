/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui.h - the full screen: keys in, rows out, and wishes that only main can fulfil.
 *
 * Knows the model and the terminal. Not: sockets, the loop, how a visit is made. One thread, no waiting.
 */
#ifndef TLSWALK_UI_H
#define TLSWALK_UI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "ui/model.h"

/* What the operator wants of the world. ui fills one, main carries it out. */
enum wish_kind {
    WISH_NONE,
    WISH_QUIT,
    WISH_WALK,        /* row; step */
    WISH_AGAIN,       /* the visit's row once more, with the login that was used if keep_login */
    WISH_COMPARE,     /* the visit's row once more, then further looks at its host (walk/look.h) */
    WISH_DEPTH,       /* the same, then TLS in depth (walk/depth.h) */
    WISH_INJECTION,   /* the same, then a command in one piece with STARTTLS (evidence.h, injection) */
    WISH_GO,          /* one stage */
    WISH_RUN_ON,
    WISH_SET_STEP,    /* step */
    WISH_STOP,        /* the visit */
    WISH_RUN_ALL,
    WISH_STOP_ALL,
    WISH_LOGIN,       /* user, secret, secret_is_token, mechanism, insecure: run the row with it */
    WISH_ADD_ROW,     /* text: a URI */
    WISH_EDIT_ROW,    /* row, text: a URI that replaces it */
    WISH_REMOVE_ROW,  /* row */
    WISH_SAVE,        /* text: file name, whose ending says the form; masked */
    WISH_FAMILY,      /* family, for the next visits */
    WISH_EXPORT,      /* row, text: name of an export (report/export.h): make the model's sheet of it */
    WISH_COMPARE_WITH, /* text: file name, "": the row's visit before: make the model's sheet of what differs */
    WISH_COMPARE_TALK, /* the same sheet with the conversations line by line, or without */
    WISH_SAVE_SHEET,  /* text: file name */
    WISH_SUSPEND,
    WISH_MANUAL,      /* text: diagnosis code: open the manual there */
};
struct wish {
    enum wish_kind kind;
    size_t row;
    bool step, keep_login, insecure, secret_is_token, masked;
    enum family family;
    char text[1024];
    char user[512];
    char mechanism[48];
    char secret[4096];    /* wiped by wish_done */
    size_t secret_len;
};
void wish_done(struct wish *w);

struct ui;
struct ui_options {
    int in_fd, out_fd;
    bool ascii;           /* --ascii: no line drawing beyond ASCII */
    int color;            /* -1 auto, 0 never, 1 always */
    bool clipboard;       /* OSC 52 allowed */
};
/* Takes the terminal. NULL: err (not a terminal, unknown TERM without a fallback, no cursor addressing). */
struct ui *ui_new(const struct ui_options *o, struct err *err);
void ui_free(struct ui *ui);          /* gives it back sane */
/* Keys are waiting: handles them, up to the first that gives a wish, for the keys behind it were typed for what comes of
 * it. Returns true when there is a wish to fetch; fetch them, carry them out, and call again until it returns false. */
bool ui_keys(struct ui *ui, const struct model *m);
bool ui_next_wish(struct ui *ui, struct wish *w);
void ui_resized(struct ui *ui);       /* SIGWINCH */
void ui_continued(struct ui *ui);     /* after SIGCONT */
void ui_suspend(struct ui *ui);       /* gives the terminal back before SIGTSTP */
/* Shows a screen: after WISH_WALK was granted, the walk screen. */
void ui_show_walk(struct ui *ui);
/* After WISH_EXPORT or WISH_COMPARE_WITH was granted, the model's sheet. */
void ui_show_sheet(struct ui *ui);
/* Draws what changed; nothing is written when nothing did. */
void ui_draw(struct ui *ui, const struct model *m);
/* When the next draw is due without any event (a running clock), absolute; UINT64_MAX: never. */
uint64_t ui_next_draw_us(const struct ui *ui, const struct model *m);
/* Async-signal-safe: restores the terminal from prepared bytes. For crash handlers. */
void ui_emergency(void);

#endif
