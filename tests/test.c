/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct guard guard_open(size_t room)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t pages = (room + page - 1) / page;
    struct guard g = {.room = pages * page, .map_len = (pages + 1) * page};
    void *map = mmap(NULL, g.map_len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED) {
        perror("mmap");
        abort();
    }
    g.map = map;
    if (mprotect(g.map + g.room, page, PROT_NONE) != 0) {
        perror("mprotect");
        abort();
    }
    return g;
}

void guard_close(struct guard *g)
{
    munmap(g->map, g->map_len);
    *g = (struct guard){0};
}

struct span guard_put(struct guard *g, struct span s)
{
    unsigned char *at = g->map + g->room - s.len;
    if (s.len > g->room)
        abort();
    if (s.len)
        memcpy(at, s.ptr, s.len);
    return span_of(at, s.len);
}

void feed_heads(struct span s, void (*look)(struct span head, void *user), void *user)
{
    struct guard g = guard_open(s.len);
    for (size_t n = 0; n <= s.len; n++)
        look(guard_put(&g, span_head(s, n)), user);
    guard_close(&g);
}
