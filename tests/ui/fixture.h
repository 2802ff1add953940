/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fixture.h - the face of the program with a small world behind it: practice servers joined to a visit in memory.
 *
 * What main does for the screen is done here in a few lines: wishes are carried out, findings are made. The clock is
 * scripted: it moves a millisecond with each thing that happens, and by fixture_wait.
 */
#ifndef TLSWALK_TESTS_UI_FIXTURE_H
#define TLSWALK_TESTS_UI_FIXTURE_H

#include "practice/practice.h"
#include "ui/layout.h"

#define FIXTURE_WALL_S INT64_C(1795500000) /* 2026-11-24 06:00:00 UTC */

struct fixture {
    struct practice *practice;
    struct trust *trust;
    struct table *table;
    struct row_result *results;
    struct model model;
    struct layout layout;
    struct grid grid;
    struct visit *visit;
    struct login login;
    struct findings *findings;
    size_t findings_count;
    struct practice_conn *conns[LINK_COUNT];
    char address_list[ADDRESSES_MAX][64]; /* what the name resolves to */
    size_t address_count;
    const char *refused;                  /* this address refuses connections */
    struct span says;                     /* where given: the server says this when it is called, and nothing more */
    struct ui *ui;                        /* where given: the screen that shows walks; otherwise layout and grid are */
    uint64_t now_us;
    struct wish last;                     /* the last wish, without its secret */
    size_t wishes;
};

/* A table of these practice servers (names, NULL-ended), drawn at that size. */
void fixture_open(struct fixture *fx, const char *const *servers, int cols, int rows);
/* The same with a table file of the test's own; nothing in it can be walked. */
void fixture_open_table(struct fixture *fx, const char *ini, int cols, int rows);
void fixture_close(struct fixture *fx);

/* What main does with a wish. */
void fixture_wish(struct fixture *fx, const struct wish *w);
/* "jj<Enter>/text<Enter>": characters and key names; draws after each. */
void fixture_type(struct fixture *fx, const char *keys);
void fixture_resize(struct fixture *fx, int cols, int rows);
void fixture_wait(struct fixture *fx, uint64_t us);
void fixture_draw(struct fixture *fx);
/* Puts the cursor on the row of that server and protocol with TLS from the first byte, if there is one. */
void fixture_select(struct fixture *fx, const char *server, const char *proto);

/* The screen as text, rows ended with newlines; free it. */
char *fixture_text(const struct fixture *fx);
bool fixture_shows(const struct fixture *fx, const char *text);
/* One row, without trailing spaces; free it. */
char *fixture_row(const struct fixture *fx, int row);

#endif
