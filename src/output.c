/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool output_refuse(struct output *o, int error, struct err *err)
{
    const char *path = buf_cstr(&o->path);
    err_set(err, ERR_SYSTEM, error, "the report cannot be written to %s: %s", path ? path : "its file", strerror(error));
    return false;
}

/* What is there already and is no ordinary file. */
static bool output_is_special(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static bool output_open_beside(struct output *o, mode_t mode, struct err *err)
{
    const char *path = buf_cstr(&o->path);
    if (!path || !buf_addf(&o->temporary, "%s.XXXXXX", path) || !buf_cstr(&o->temporary)) {
        err_memory(err);
        return false;
    }
    char *name = (char *)buf_span(&o->temporary).ptr; /* ends with a NUL since buf_cstr */
    o->fd = mkostemp(name, O_CLOEXEC);
    if (o->fd < 0)
        return output_refuse(o, errno, err);
    o->renames = true;
    return fchmod(o->fd, mode) == 0 || output_refuse(o, errno, err);
}

bool output_open(struct output *o, const char *path, mode_t mode, struct err *err)
{
    char whole[PATH_MAX];
    *o = (struct output){.fd = -1};
    if (!path) {
        o->fd = STDOUT_FILENO;
        if (buf_add_str(&o->path, "standard output"))
            return true;
        err_memory(err);
        return false;
    }
    /* A link keeps being one: the file that it leads to is replaced. */
    if (!buf_add_str(&o->path, realpath(path, whole) ? whole : path)) {
        err_memory(err);
        return false;
    }
    if (!output_is_special(path))
        return output_open_beside(o, mode, err);
    o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return o->fd >= 0 || output_refuse(o, errno, err);
}

bool output_add(struct output *o, struct span bytes, struct err *err)
{
    while (bytes.len > 0) {
        ssize_t n = write(o->fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return output_refuse(o, errno, err);
        bytes = span_skip(bytes, (size_t)n);
    }
    return true;
}

bool output_keep(struct output *o, struct err *err)
{
    if (!o->renames)
        return true;
    if (fsync(o->fd) < 0 || rename(buf_cstr(&o->temporary), buf_cstr(&o->path)) < 0)
        return output_refuse(o, errno, err);
    o->renames = false;
    return true;
}

void output_done(struct output *o)
{
    const char *temporary = o->renames ? buf_cstr(&o->temporary) : NULL;
    if (temporary)
        unlink(temporary);
    if (o->fd >= 0 && o->fd != STDOUT_FILENO)
        close(o->fd);
    buf_done(&o->path);
    buf_done(&o->temporary);
    o->fd = -1;
}
