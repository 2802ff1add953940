/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

bool record_file_is(const char *path)
{
    char first = '\0';
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    bool is = fd >= 0 && read(fd, &first, 1) == 1 && first == '{';
    if (fd >= 0)
        close(fd);
    return is;
}

/* false: errno; EFBIG for more than a report can be. */
static bool record_file_take(int fd, struct buf *text)
{
    char chunk[16384];
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) > 0)
        if (!buf_add(text, chunk, (size_t)n)) {
            errno = buf_len(text) + (size_t)n > RECORD_BYTES_MAX ? EFBIG : ENOMEM;
            return false;
        }
    return n == 0;
}

/* The sentence of the report's reader, with the file's name before it. */
static void record_file_name(const char *path, struct err *err)
{
    struct err inner = *err;
    char shown[200];
    text_safe_copy(shown, sizeof shown, span_str(path));
    err_set(err, inner.kind, inner.code, "the report '%s' cannot be read: %.380s", shown, inner.text);
}

struct record *record_file_read(const char *path, struct err *err)
{
    struct buf text;
    struct record *r = NULL;
    int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;
    buf_init(&text, RECORD_BYTES_MAX);
    if (fd < 0 || !record_file_take(fd, &text))
        err_set(err, ERR_FILE, errno, "%s", strerror(errno));
    else
        r = record_read(buf_span(&text), err);
    if (!r && err->kind == ERR_FILE)
        record_file_name(path, err);
    buf_done(&text);
    if (fd > STDIN_FILENO)
        close(fd);
    return r;
}
