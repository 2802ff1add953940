/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_practice.c - tlswalk practice: the practice servers for other programs, until it is interrupted. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "practice_host.h"
#include "practice/exercise.h"
#include "table/table.h"

struct app_practice {
    struct loop *loop;
    struct practice_host *host;
    const struct fault **chosen; /* NULL-ended */
    struct table *table;         /* of the chosen ones */
    char ca_path[256];           /* "" before it is written */
};

static int practice_list(void)
{
    struct buf text = {0};
    for (const struct fault *const *f = practice_faults; *f; f++)
        buf_addf(&text, "%-40s %s\n", (*f)->name, (*f)->title);
    return app_print_made(&text, !text.broken);
}

static int practice_exercises(void)
{
    struct buf text = {0};
    return app_print_made(&text, exercise_text(80, &text));
}

static bool practice_choose(struct app_practice *a, const struct options *o, struct err *err)
{
    size_t count = 0;
    while (practice_faults[count])
        count++;
    a->chosen = calloc((o->word_count ? o->word_count : count) + 1, sizeof *a->chosen);
    if (!a->chosen) {
        err_memory(err);
        return false;
    }
    for (size_t i = 0; !o->word_count && i < count; i++)
        a->chosen[i] = practice_faults[i];
    for (size_t i = 0; i < o->word_count; i++)
        if (!(a->chosen[i] = practice_fault(o->words[i]))) {
            err_set(err, ERR_INPUT, 0, "there is no practice server '%s'; 'tlswalk practice --list' names them",
                    o->words[i]);
            return false;
        }
    return true;
}

static bool practice_write_ca(struct app_practice *a, struct err *err)
{
    const char *folder = getenv("TMPDIR");
    struct span ca = practice_host_ca(a->host);
    int len = snprintf(a->ca_path, sizeof a->ca_path, "%s/tlswalk-practice-ca-XXXXXX.pem",
                       folder && *folder ? folder : "/tmp");
    int fd = len < (int)sizeof a->ca_path ? mkostemps(a->ca_path, 4, O_CLOEXEC) : -1;
    bool good = fd >= 0 && ca.len && write(fd, ca.ptr, ca.len) == (ssize_t)ca.len;
    if (!good)
        err_set(err, ERR_FILE, errno, "the certificate of the practice CA cannot be written to '%s': %s", a->ca_path,
                strerror(errno));
    if (fd >= 0)
        close(fd);
    else
        a->ca_path[0] = '\0';
    return good;
}

static bool practice_listen(struct app_practice *a, struct err *err)
{
    struct buf text = {0};
    bool good = practice_host_table(a->host, a->chosen, &text);
    if (good)
        a->table = table_read(buf_span(&text), "practice", err);
    else
        err_memory(err);
    buf_done(&text);
    good = a->table != NULL;
    for (size_t i = 0; good && i < a->table->server_count; i++)
        good = practice_host_open(a->host, a->table->servers[i]->address, err);
    return good;
}

static bool practice_seen_before(const struct table *t, size_t row)
{
    const struct row *now = &t->rows[row];
    for (const struct row *r = t->rows; r < now; r++)
        if (r->server == now->server && r->port == now->port && r->proto == now->proto && r->mode == now->mode)
            return true;
    return false;
}

static void practice_print(const struct app_practice *a)
{
    const struct table *t = a->table;
    struct target target;
    char uri[600];
    printf("Practice servers: user %s, password %s, token %s\nCA certificate: %s\n", PRACTICE_USER, PRACTICE_PASSWORD,
           PRACTICE_TOKEN, a->ca_path);
    for (size_t s = 0; s < t->server_count; s++) {
        printf("\n%s at %s: %s\n", t->servers[s]->id, t->servers[s]->address, t->servers[s]->title);
        for (size_t i = 0; i < t->row_count; i++)
            if (t->rows[i].server == t->servers[s] && !practice_seen_before(t, i)) {
                row_target(&t->rows[i], &target);
                target_format(&target, uri, sizeof uri);
                printf("  %s\n", uri);
            }
    }
    if (t->row_count) {
        row_target(&t->rows[0], &target);
        target_format(&target, uri, sizeof uri);
        printf("\nWalk one from another terminal:\n  tlswalk check --ca-file %s --address %s %s\n", a->ca_path,
               t->rows[0].server->address, uri);
    }
    printf("Interrupt (Ctrl-C) to end.\n");
    fflush(stdout);
}

static void practice_stop(void *context, int signum)
{
    (void)signum;
    loop_stop(context);
}

static void practice_end(struct app_practice *a)
{
    if (a->ca_path[0])
        unlink(a->ca_path);
    table_free(a->table);
    practice_host_free(a->host);
    loop_free(a->loop);
    free(a->chosen);
}

int app_practice(const struct options *o)
{
    struct app_practice a = {0};
    struct err err;
    if (o->list)
        return practice_list();
    if (o->exercises)
        return practice_exercises();
    app_drop_privileges();
    bool good = practice_choose(&a, o, &err) && (a.loop = loop_new(&err)) &&
                (a.host = practice_host_new(a.loop, &err)) && practice_listen(&a, &err) &&
                practice_write_ca(&a, &err) && loop_on_signal(a.loop, SIGINT, practice_stop, a.loop, &err) &&
                loop_on_signal(a.loop, SIGTERM, practice_stop, a.loop, &err) &&
                loop_on_signal(a.loop, SIGHUP, practice_stop, a.loop, &err);
    if (good) {
        practice_print(&a);
        loop_run(a.loop);
    }
    practice_end(&a);
    return good ? EXIT_PASS : app_refuse(&err);
}
