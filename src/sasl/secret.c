/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret.c - see secret.h. */
#include "sasl/secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/wipe.h"

bool secret_set(struct secret *to, struct span s)
{
    if (s.len > SECRET_MAX)
        return false;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t mapped = (s.len + 1 + page - 1) / page * page;
    unsigned char *bytes = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bytes == MAP_FAILED)
        return false;
    (void)mlock(bytes, mapped);
#ifdef MADV_DONTDUMP
    (void)madvise(bytes, mapped, MADV_DONTDUMP);
#endif
    if (s.len)
        memcpy(bytes, s.ptr, s.len);
    secret_wipe(to);
    *to = (struct secret){.bytes = bytes, .len = s.len, .mapped = mapped};
    return true;
}

void secret_wipe(struct secret *s)
{
    if (s->bytes) {
        wipe(s->bytes, s->mapped);
        munmap(s->bytes, s->mapped);
    }
    *s = (struct secret){0};
}
