/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/text.h"
#include "net/endpoint.h"
#include "net/loop_private.h"

#define THREADS_MAX 16
#define THREAD_STACK 262144 /* bytes; name service modules are plug-ins of unknown appetite */

enum lookup_state { LOOKUP_WAITING, LOOKUP_RUNNING, LOOKUP_ENDED };

/* All of it is under the pool's lock, but for the fields that only a running thread touches: answer. */
struct lookup {
    struct lookups *pool;
    struct lookup *next; /* in the queue of those waiting, or of those ended */
    enum lookup_state state;
    char host[256];
    lookup_fn *fn; /* NULL: cancelled */
    void *context;
    struct lookup_answer answer;
};

/* Shared with its threads; the last to leave releases it. */
struct lookups {
    pthread_mutex_t lock;
    struct lookup *waiting, *ended;
    unsigned threads;
    bool closed;            /* the owner is gone: threads let go of their answers */
    int wake_fd;            /* written when an answer is there */
    struct loop_poll *poll; /* the loop's thread only */
};

static void lookups_destroy(struct lookups *s)
{
    close(s->wake_fd);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static void lookup_append(struct lookup **list, struct lookup *k)
{
    while (*list)
        list = &(*list)->next;
    *list = k;
    k->next = NULL;
}

/* ---- the thread ---- */

static void lookup_add_address(struct answer_set *set, const struct sockaddr *addr)
{
    struct address a = {.v6 = addr->sa_family == AF_INET6};
    endpoint_format(addr, a.text, sizeof a.text);
    if (!a.text[0] || set->count == ADDRESSES_MAX)
        return;
    for (size_t i = 0; i < set->count; i++)
        if (!strcmp(set->addresses[i].text, a.text))
            return;
    set->addresses[set->count++] = a;
}

static void lookup_ask(const char *host, struct lookup_answer *a)
{
    struct addrinfo *list = NULL;
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_CANONNAME};
    memset(a, 0, sizeof *a);
    a->set.asked = true;
    a->set.rcode = -1;
    int error = getaddrinfo(host, NULL, &hints, &list);
    if (error) {
        a->set.error = error;
        a->set.answered = error == EAI_NONAME || error == EAI_NODATA || error == EAI_FAIL;
        a->set.nxdomain = error == EAI_NONAME;
        a->set.servfail = error == EAI_FAIL;
        const char *why = error == EAI_SYSTEM ? strerror(errno) : gai_strerror(error);
        text_safe_copy(a->set.error_text, sizeof a->set.error_text, span_str(why));
        return;
    }
    a->set.answered = true;
    for (struct addrinfo *i = list; i; i = i->ai_next)
        lookup_add_address(&a->set, i->ai_addr);
    if (list && list->ai_canonname && strcasecmp(list->ai_canonname, host))
        text_safe_copy(a->canonical, sizeof a->canonical, span_str(list->ai_canonname));
    freeaddrinfo(list);
}

/* With the lock held: hands an answer to the loop, or drops it when nobody is there. */
static void lookup_hand_over(struct lookups *s, struct lookup *k)
{
    static const uint64_t one = 1;
    if (s->closed) {
        free(k);
        return;
    }
    k->state = LOOKUP_ENDED;
    lookup_append(&s->ended, k);
    while (write(s->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

static void *lookup_thread(void *argument)
{
    struct lookups *s = argument;
    pthread_mutex_lock(&s->lock);
    while (s->waiting) {
        struct lookup *k = s->waiting;
        s->waiting = k->next;
        k->state = LOOKUP_RUNNING;
        pthread_mutex_unlock(&s->lock);
        lookup_ask(k->host, &k->answer);
        pthread_mutex_lock(&s->lock);
        lookup_hand_over(s, k);
    }
    s->threads--;
    bool last = s->closed && s->threads == 0;
    pthread_mutex_unlock(&s->lock);
    if (last)
        lookups_destroy(s);
    return NULL;
}

/* With the lock held. Signals belong to the loop's thread. */
static bool lookups_add_thread(struct lookups *s)
{
    pthread_t thread;
    pthread_attr_t attr;
    sigset_t all, before;
    if (pthread_attr_init(&attr))
        return false;
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attr, THREAD_STACK);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool made = pthread_create(&thread, &attr, lookup_thread, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    if (made)
        s->threads++;
    return made;
}

/* ---- the loop's side ---- */

static void lookups_answered(void *context, unsigned events)
{
    struct lookups *s = context;
    uint64_t count;
    (void)events;
    if (read(s->wake_fd, &count, sizeof count) < 0)
        return;
    pthread_mutex_lock(&s->lock);
    struct lookup *k = s->ended;
    s->ended = NULL;
    pthread_mutex_unlock(&s->lock);
    while (k) {
        struct lookup *next = k->next;
        if (k->fn)
            k->fn(k->context, &k->answer);
        free(k);
        k = next;
    }
}

struct lookups *lookups_new(struct loop *l, struct err *err)
{
    int error = 0;
    struct lookups *s = calloc(1, sizeof *s);
    if (!s) {
        err_memory(err);
        return NULL;
    }
    s->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->poll = s->wake_fd < 0 ? NULL : loop_poll_new(l, s->wake_fd, lookups_answered, s, &error);
    if (!s->poll) {
        error = s->wake_fd < 0 ? errno : error;
        err_set(err, ERR_SYSTEM, error, "the system's name service cannot be asked: %s", strerror(error));
        if (s->wake_fd >= 0)
            close(s->wake_fd);
        free(s);
        return NULL;
    }
    pthread_mutex_init(&s->lock, NULL);
    loop_poll_set(s->poll, LOOP_READ);
    return s;
}

static void lookup_free_list(struct lookup *k)
{
    while (k) {
        struct lookup *next = k->next;
        free(k);
        k = next;
    }
}

void lookups_free(struct lookups *s)
{
    if (!s)
        return;
    loop_poll_free(s->poll);
    pthread_mutex_lock(&s->lock);
    lookup_free_list(s->waiting);
    lookup_free_list(s->ended);
    s->waiting = s->ended = NULL;
    s->closed = true;
    bool last = s->threads == 0;
    pthread_mutex_unlock(&s->lock);
    if (last)
        lookups_destroy(s);
}

struct lookup *lookup_start(struct lookups *s, const char *host, lookup_fn *fn, void *context)
{
    struct lookup *k = calloc(1, sizeof *k);
    size_t len = strlen(host);
    if (!k || len >= sizeof k->host) {
        free(k);
        return NULL;
    }
    memcpy(k->host, host, len);
    k->pool = s;
    k->fn = fn;
    k->context = context;
    pthread_mutex_lock(&s->lock);
    lookup_append(&s->waiting, k);
    bool served = s->threads >= THREADS_MAX || lookups_add_thread(s) || s->threads > 0;
    if (!served)
        s->waiting = NULL; /* without a thread it was the only one */
    pthread_mutex_unlock(&s->lock);
    if (!served) {
        free(k);
        return NULL;
    }
    return k;
}

void lookup_cancel(struct lookup *k)
{
    if (!k)
        return;
    struct lookups *s = k->pool;
    pthread_mutex_lock(&s->lock);
    k->fn = NULL;
    bool waiting = k->state == LOOKUP_WAITING;
    if (waiting) {
        struct lookup **at = &s->waiting;
        while (*at != k)
            at = &(*at)->next;
        *at = k->next;
    }
    pthread_mutex_unlock(&s->lock);
    if (waiting)
        free(k);
}
