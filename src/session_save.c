/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_save.c - the shown visit, or the sheet, to a file of its own. */
#include "session_private.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "scene.h"
#include "visit_report.h"

#define NAMES_MAX 100 /* report.txt, report-2.txt ... */

/* The n-th name to try: "report.txt", "report-2.txt". "~/" is the home folder, as people type it in shells. */
static bool save_name(struct buf *path, const char *name, unsigned n)
{
    const char *home = getenv("HOME");
    const char *slash = strrchr(name, '/'), *dot = strrchr(name, '.');
    size_t stem = dot && dot > name && (!slash || dot > slash + 1) ? (size_t)(dot - name) : strlen(name);
    bool at_home = span_starts(span_str(name), "~/") && home;
    buf_clear(path);
    if (at_home)
        buf_add_str(path, home);
    buf_add(path, name + at_home, stem - at_home);
    if (n > 1)
        buf_addf(path, "-%u", n);
    return buf_add_str(path, name + stem) && !path->broken && buf_cstr(path);
}

/* A new file that only its owner can read; reports name users and servers. -1: errno. */
static int save_open(struct buf *path, const char *name)
{
    for (unsigned n = 1; n <= NAMES_MAX; n++) {
        if (!save_name(path, name, n)) {
            errno = ENOMEM;
            return -1;
        }
        int fd = open(buf_cstr(path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

static bool save_write(int fd, struct span bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = span_skip(bytes, (size_t)n);
    }
    return true;
}

static void save_tell(struct session *s, const char *path)
{
    char whole[PATH_MAX];
    session_notice(s, "Saved as %s", realpath(path, whole) ? whole : path);
}

static void save_text(struct session *s, const char *name, struct span text)
{
    struct buf path = {0};
    int fd = save_open(&path, name);
    bool good = fd >= 0 && save_write(fd, text);
    int error = errno;
    if (fd >= 0 && close(fd) < 0 && good) {
        good = false;
        error = errno;
    }
    if (good)
        save_tell(s, buf_cstr(&path));
    else
        session_notice(s, "Not saved to %s: %s", name, strerror(error));
    buf_done(&path);
}

bool session_write(struct session *s, const struct errand *e, const struct report_form *form, bool masked,
                   struct buf *out)
{
    struct scene scene;
    struct visit_report how = {
        .form = form, .transcript = true, .run = report_run_new(form), .redact = masked, .user = e->login.user};
    bool good = how.run != NULL;
    if (good && e->saved) {
        good = record_report_write(&how, s->record, e->saved - 1, out, NULL);
    } else if (good) {
        scene_look(&scene, s->options, true);
        how.scene = &scene.report;
        how.row = e->row == ROW_GONE ? NULL : &s->table->rows[e->row];
        good = visit_report_write(&how, e->visit, out, NULL);
    }
    good = good && report_run_end(how.run, out);
    report_run_free(how.run);
    return good;
}

void session_save(struct session *s, const char *name, bool masked)
{
    struct buf text = {0};
    if (!s->shown)
        return;
    if (session_write(s, s->shown, report_form_by_file(span_str(name)), masked, &text))
        save_text(s, name, buf_span(&text));
    else
        session_notice(s, "There is no memory left for a report.");
    buf_done(&text);
}

void session_save_sheet(struct session *s, const char *name)
{
    if (s->model.sheet)
        save_text(s, name, buf_span(&s->sheet));
}
