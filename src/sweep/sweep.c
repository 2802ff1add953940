/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every host has a queue of its own. The hosts that wait and are below their limit stand in a heap, ordered by the age of the
 * first in their queue: the top of the heap is the next to start. */
#include "sweep/sweep.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 64 /* a power of two */

struct job {
    size_t id;
    uint64_t order; /* of addition */
    struct host *host;
    struct job *next;
};

struct host {
    struct job *first, *last; /* waiting, oldest first */
    size_t running;
    bool ready;               /* in the heap */
    char name[];
};

struct sweep {
    size_t jobs, per_host;
    size_t waiting, running;
    uint64_t order;
    struct job *started;      /* running ones, in no order: they are few */
    struct host **slots;      /* hash table of all hosts, open addressing, at most half full */
    size_t slot_count, host_count;
    struct host **heap;       /* has room for every host, so that starting and ending need no memory */
    size_t heap_len, heap_cap;
};

struct sweep *sweep_new(size_t jobs, size_t per_host)
{
    struct sweep *s = calloc(1, sizeof *s);

    if (!s)
        return NULL;
    s->jobs = jobs > 0 ? jobs : 1;
    s->per_host = per_host > 0 ? per_host : 1;
    return s;
}

static void jobs_free(struct job *job)
{
    while (job) {
        struct job *next = job->next;

        free(job);
        job = next;
    }
}

void sweep_clear(struct sweep *s)
{
    for (size_t i = 0; i < s->slot_count; i++)
        if (s->slots[i]) {
            jobs_free(s->slots[i]->first);
            s->slots[i]->first = s->slots[i]->last = NULL;
            s->slots[i]->ready = false;
        }
    s->heap_len = 0;
    s->waiting = 0;
}

void sweep_free(struct sweep *s)
{
    if (!s)
        return;
    sweep_clear(s);
    jobs_free(s->started);
    for (size_t i = 0; i < s->slot_count; i++)
        free(s->slots[i]);
    free(s->slots);
    free(s->heap);
    free(s);
}

/* ---- The heap ---- */

static bool older(const struct host *a, const struct host *b)
{
    return a->first->order < b->first->order;
}

static void heap_up(struct sweep *s, size_t at)
{
    struct host *h = s->heap[at];

    for (; at > 0 && older(h, s->heap[(at - 1) / 2]); at = (at - 1) / 2)
        s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = h;
}

static void heap_down(struct sweep *s, size_t at)
{
    struct host *h = s->heap[at];

    for (;;) {
        size_t child = 2 * at + 1;

        if (child + 1 < s->heap_len && older(s->heap[child + 1], s->heap[child]))
            child++;
        if (child >= s->heap_len || !older(s->heap[child], h))
            break;
        s->heap[at] = s->heap[child];
        at = child;
    }
    s->heap[at] = h;
}

/* Puts h into the heap if it may start one and is not there yet. */
static void host_offer(struct sweep *s, struct host *h)
{
    if (h->ready || !h->first || h->running >= s->per_host)
        return;
    h->ready = true;
    s->heap[s->heap_len++] = h;
    heap_up(s, s->heap_len - 1);
}

/* ---- Hosts ---- */

static size_t name_hash(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return (size_t)hash;
}

static struct host **slot_find(const struct sweep *s, const char *name)
{
    size_t at = name_hash(name) & (s->slot_count - 1);

    while (s->slots[at] && strcmp(s->slots[at]->name, name) != 0)
        at = (at + 1) & (s->slot_count - 1);
    return &s->slots[at];
}

static bool slots_grow(struct sweep *s)
{
    struct sweep bigger = {.slot_count = s->slot_count ? 2 * s->slot_count : FIRST_SLOTS};

    bigger.slots = calloc(bigger.slot_count, sizeof *bigger.slots);
    if (!bigger.slots)
        return false;
    for (size_t i = 0; i < s->slot_count; i++)
        if (s->slots[i])
            *slot_find(&bigger, s->slots[i]->name) = s->slots[i];
    free(s->slots);
    s->slots = bigger.slots;
    s->slot_count = bigger.slot_count;
    return true;
}

static bool heap_grow(struct sweep *s)
{
    size_t cap = s->heap_cap ? 2 * s->heap_cap : FIRST_SLOTS / 2;
    struct host **heap = realloc(s->heap, cap * sizeof(struct host *));

    if (!heap)
        return false;
    s->heap = heap;
    s->heap_cap = cap;
    return true;
}

static struct host *host_find(struct sweep *s, const char *name)
{
    struct host **slot, *h;
    size_t len = strlen(name);

    if (s->host_count >= s->slot_count / 2 && !slots_grow(s))
        return NULL;
    slot = slot_find(s, name);
    if (*slot)
        return *slot;
    if (s->host_count >= s->heap_cap && !heap_grow(s))
        return NULL;
    h = calloc(1, sizeof *h + len + 1);
    if (!h)
        return NULL;
    memcpy(h->name, name, len + 1);
    s->host_count++;
    return *slot = h;
}

/* ---- Jobs ---- */

bool sweep_add(struct sweep *s, size_t id, const char *host)
{
    struct host *h = host_find(s, host);
    struct job *job = h ? malloc(sizeof *job) : NULL;

    if (!job)
        return false;
    *job = (struct job){.id = id, .order = s->order++, .host = h};
    if (h->last)
        h->last->next = job;
    else
        h->first = job;
    h->last = job;
    s->waiting++;
    host_offer(s, h);
    return true;
}

bool sweep_next(struct sweep *s, size_t *id_r)
{
    struct host *h;
    struct job *job;

    if (s->running >= s->jobs || s->heap_len == 0)
        return false;
    h = s->heap[0];
    s->heap[0] = s->heap[--s->heap_len];
    if (s->heap_len > 0)
        heap_down(s, 0);
    h->ready = false;
    job = h->first;
    h->first = job->next;
    if (!h->first)
        h->last = NULL;
    h->running++;
    job->next = s->started;
    s->started = job;
    s->waiting--;
    s->running++;
    host_offer(s, h);
    *id_r = job->id;
    return true;
}

void sweep_end(struct sweep *s, size_t id)
{
    for (struct job **at = &s->started; *at; at = &(*at)->next)
        if ((*at)->id == id) {
            struct job *job = *at;

            *at = job->next;
            job->host->running--;
            s->running--;
            host_offer(s, job->host);
            free(job);
            return;
        }
}

size_t sweep_waiting(const struct sweep *s)
{
    return s->waiting;
}

size_t sweep_running(const struct sweep *s)
{
    return s->running;
}
