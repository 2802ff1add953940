/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_find.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_DEFAULT "tlswalk"

/* The n-th folder in which tables are looked for, with a slash at its end. false: there are no more, or no memory.
 * XDG Base Directory: relative values are to be ignored. */
static bool table_find_folder(size_t n, struct buf *path)
{
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    buf_clear(path);
    switch (n) {
    case 0:
        if (config && config[0] == '/')
            return buf_addf(path, "%s/tlswalk/", config);
        return !home || home[0] != '/' || buf_addf(path, "%s/.config/tlswalk/", home);
    case 1:
        return buf_add_str(path, SYSCONFDIR "/tlswalk/");
    }
    return false;
}

/* The first NAME.table that is there. */
static bool table_find_in_folders(const char *name, struct buf *path)
{
    for (size_t n = 0; table_find_folder(n, path); n++) {
        if (buf_len(path) && buf_addf(path, "%s.table", name) && access(buf_cstr(path), F_OK) == 0)
            return true;
    }
    return false;
}

bool table_find_default(struct buf *path)
{
    return table_find_in_folders(FILE_DEFAULT, path);
}

static struct table *table_find_shipped(const char *name, struct err *err)
{
    return table_read(span_str(table_shipped(name)), name, err);
}

static struct table *table_find_practice(struct practice_host *host, struct err *err)
{
    struct buf text = {0};
    struct table *t = NULL;
    if (practice_host_table(host, NULL, &text))
        t = table_read(buf_span(&text), TABLE_PRACTICE, err);
    else
        err_memory(err);
    buf_done(&text);
    return t;
}

static bool table_find_read_file(int fd, struct buf *text)
{
    char chunk[16384];
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) > 0)
        if (!buf_add(text, chunk, (size_t)n)) {
            errno = EFBIG;
            return false;
        }
    return n == 0;
}

static struct table *table_find_file(const char *path, struct err *err)
{
    struct buf text;
    struct table *t = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        err_set(err, ERR_FILE, errno, "the table '%s' cannot be opened: %s", path, strerror(errno));
        return NULL;
    }
    buf_init(&text, TABLE_BYTES_MAX);
    if (table_find_read_file(fd, &text))
        t = table_read(buf_span(&text), path, err);
    else
        err_set(err, ERR_FILE, errno, "the table '%s' cannot be read: %s", path, strerror(errno));
    buf_done(&text);
    close(fd);
    return t;
}

struct table *table_find(const char *name, struct practice_host *host, struct err *err)
{
    struct buf path = {0};
    if (!strcmp(name, TABLE_PRACTICE))
        return table_find_practice(host, err);
    if (table_shipped(name))
        return table_find_shipped(name, err);
    bool elsewhere = !strchr(name, '/') && access(name, F_OK) < 0 && table_find_in_folders(name, &path);
    struct table *t = table_find_file(elsewhere ? buf_cstr(&path) : name, err);
    buf_done(&path);
    return t;
}
