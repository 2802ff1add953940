/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "trust_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Maps the file; an empty one gives no bytes. false: errno. */
static bool trust_file_map(struct trust_file *f, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return false;
    bool good = fstat(fd, &st) == 0;
    if (good && !S_ISREG(st.st_mode)) {
        errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
        good = false;
    }
    if (good && st.st_size > 0) {
        f->len = (size_t)st.st_size;
        f->bytes = mmap(NULL, f->len, PROT_READ, MAP_PRIVATE, fd, 0);
        good = f->bytes != MAP_FAILED;
        if (!good)
            f->bytes = NULL;
    }
    int error = errno;
    close(fd);
    errno = error;
    return good;
}

bool trust_file_open(struct trust_file *f, const struct options *o, struct err *err)
{
    bool is_public = false;
    const char *name = "nobody";
    memset(f, 0, sizeof *f);
    if (o->ca_file) {
        if (!trust_file_map(f, o->ca_file)) {
            err_set(err, ERR_FILE, errno, "the CA file '%s' cannot be read: %s", o->ca_file, strerror(errno));
            return false;
        }
        if (!f->len) {
            err_set(err, ERR_FILE, 0, "the CA file '%s' is empty", o->ca_file);
            return false;
        }
        name = o->ca_file;
    } else if (!o->no_system_ca && trust_file_map(f, SYSTEM_TRUST_FILE) && f->len) {
        name = "the system's trust store (" SYSTEM_TRUST_FILE ")";
        is_public = true;
    } else if (!o->no_system_ca) {
        name = "nobody (the system's trust store " SYSTEM_TRUST_FILE " cannot be read)";
    }
    f->trust = trust_new(span_of(f->bytes, f->len), name, err);
    if (!f->trust) {
        trust_file_close(f);
        return false;
    }
    if (is_public)
        trust_set_public(f->trust);
    return true;
}

void trust_file_close(struct trust_file *f)
{
    trust_free(f->trust);
    if (f->bytes)
        munmap(f->bytes, f->len);
    memset(f, 0, sizeof *f);
}
