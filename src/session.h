/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.h - what the full screen works on: the table with what came of each row, the visits that run, the model for
 * ui.
 *
 * Everything that an operator may wish of the world is a function here. What cannot be done is told as a notice, in
 * words. Nothing of TLS or DNS is touched before the first row is walked.
 */
#ifndef TLSWALK_SESSION_H
#define TLSWALK_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "net/loop.h"
#include "options.h"
#include "practice_host.h"
#include "report/record.h"
#include "table/table.h"
#include "ui/model.h"
#include "ui/ui.h"

struct session;
typedef void session_fn(void *context);

/* Takes over t (also when it fails); o and practice (NULL: no practice table) are lent. changed: the model has changed.
 * NULL: err. */
struct session *session_new(struct loop *l, const struct options *o, struct table *t, struct practice_host *practice,
                            session_fn *changed, void *context, struct err *err);
/* Ends all visits at once, wipes all logins. */
void session_free(struct session *s);

/* Brought up to date; lent until the next call on s. */
const struct model *session_model(struct session *s);
/* Shows a file of saved walks: the table has a row for each of its visits, in their order. Takes over r. */
void session_take_record(struct session *s, struct record *r);
void session_notice(struct session *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* True: the walk screen is the one to show now. A row that is being walked in a run of all rows is only looked at. */
bool session_walk(struct session *s, size_t row, bool step);
bool session_again(struct session *s, bool keep_login);
/* The shown row once more without a login, then further looks at its host (walk/look.h). */
bool session_compare(struct session *s);
/* The same, then TLS in depth (walk/depth.h). */
bool session_depth(struct session *s);
/* The same, then a command in one piece with STARTTLS (evidence.h, injection). */
bool session_test_injection(struct session *s);
bool session_login(struct session *s, const struct wish *w);

void session_go(struct session *s);
void session_run_on(struct session *s);
void session_set_step(struct session *s, bool step);
void session_stop(struct session *s);
void session_run_all(struct session *s);
void session_stop_all(struct session *s);
void session_set_family(struct session *s, enum family family);

void session_add_row(struct session *s, const char *uri);
void session_edit_row(struct session *s, size_t row, const char *uri);
void session_remove_row(struct session *s, size_t row);
/* Makes the model's sheet: the row in the words of another program (report/export.h). false: a notice says why. */
bool session_export(struct session *s, size_t row, const char *name);
/* Makes the model's sheet: what differs between the shown visit and a saved one; name "": the visit of the row before. false: a
 * notice says why. */
bool session_compare_with(struct session *s, const char *name);
/* The same sheet with the conversations line by line, or without them again. */
bool session_compare_talk(struct session *s);
/* Writes the model's sheet to a new file; never over an old one. */
void session_save_sheet(struct session *s, const char *name);
/* Writes the walks of the shown visit to a new file, in the form that its ending says (report_form_by_file); never over an
 * old one. masked: without user names and addresses (report/redact.h). */
void session_save(struct session *s, const char *name, bool masked);

#endif
