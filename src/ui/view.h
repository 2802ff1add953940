/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.h - what a screen is: a table of operations over its own scroll and cursor.
 *
 * A view is pure: model, own state and a size go in, rows come out. Keys never reach it, requests do. It changes
 * nothing in the world: what it wants done is a wish. Views do not know each other; layout.c does.
 */
#ifndef TLSWALK_VIEW_H
#define TLSWALK_VIEW_H

#include "base/buf.h"
#include "ui/find.h"
#include "ui/grid.h"
#include "ui/model.h"
#include "ui/request.h"
#include "ui/ui.h"

enum view_id { VIEW_TABLE, VIEW_WALK, VIEW_CERT, VIEW_PAGE, VIEW_HELP, VIEW_ROUND, VIEW_PICK, VIEW_COUNT };

/* What a page view shows. */
enum page_kind {
    PAGE_ROW,        /* everything known about a table's row, and complaints about the table */
    PAGE_MECHANISMS, /* offered login mechanisms, judged */
    PAGE_STAGE,      /* a stage of the walk */
    PAGE_LINE,       /* a line of the transcript: text, decoded, hex */
    PAGE_LOOKS,      /* further looks at the same host, and the injection test */
    PAGE_DEPTH,      /* TLS in depth */
    PAGE_FINDING,    /* a finding with its evidence and references */
    PAGE_DIAGNOSIS,  /* an entry of the catalogue */
    PAGE_SHEET,      /* the text that main made at a wish */
};
struct page_subject {
    enum page_kind kind;
    size_t row;      /* of the table */
    size_t walk;     /* of the visit */
    size_t index;    /* of the stage or finding */
    uint64_t serial; /* of the transcript entry */
    const struct diagnosis *diagnosis;
};

/* What a list to pick from shows. */
enum pick_kind {
    PICK_CAUSES,   /* what is wrong in the table, by cause */
    PICK_FINDINGS, /* the findings of a walk */
    PICK_EXPORTS,  /* a row in the words of other programs */
    PICK_SYMPTOMS, /* what a text that was read out may stand for */
};
#define PICK_TEXT_MAX 512
struct pick_subject {
    enum pick_kind kind;
    size_t walk;   /* of the visit */
    size_t row;    /* of the table */
    char text[PICK_TEXT_MAX];
};

/* A request and what a view answers it with. */
enum {
    VIEW_HANDLED = 1,
    VIEW_LEAVE = 2, /* back to the screen before */
    VIEW_WISH = 4,  /* press.wish is filled */
    VIEW_OPEN = 8,  /* show press.open */
    VIEW_RUN = 16,  /* leave, and give the request press.run to the screen before */
    VIEW_FILTER = 32, /* back to the table, with press.filter as its filter */
};
struct press {
    enum request_id id;
    uint32_t key;
    struct wish *wish;
    enum view_id open;
    enum request_id run;
    struct page_subject subject; /* when open is VIEW_PAGE */
    struct pick_subject pick;    /* when open is VIEW_PICK */
    char filter[FIND_MAX];
    char notice[200];            /* for the status line, "" when none */
};

/* The lines around a view. */
struct frame {
    char title[200];    /* behind " tlswalk" */
    char right[80];     /* at the right end of the title */
    char status[300];   /* the line above the footer */
    char position[80];  /* at its right end: where in the list we are */
    uint64_t due_us;    /* draw again then, although nothing happened; UINT64_MAX: never */
};

struct view {
    char letter;        /* in request.h */
    const char *title;
    void (*draw)(void *state, const struct model *m, struct area body, struct frame *f);
    unsigned (*request)(void *state, const struct model *m, struct press *p);
    /* The raw key comes here first: for a screen with a text field. 0: it is looked up as a request. NULL: no field. */
    unsigned (*typed)(void *state, struct press *p);
    /* Does this request make sense now: for the footer. NULL: all do. */
    bool (*offers)(const void *state, const struct model *m, enum request_id id);
    struct looking *(*looking)(void *state); /* NULL: there is nothing to look for */
    bool (*copy)(void *state, const struct model *m, struct buf *out); /* NULL: nothing to copy */
};

/* Widths at which a screen changes its form. */
enum { COLS_MIN = 60, ROWS_MIN = 16, COLS_TWO_PANES = 80, COLS_WIDE = 110, ROWS_TALL = 32 };

#endif
