/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late.h - a library that is loaded when it is first needed, not whenever the program starts.
 *
 * Start-up is part of every walk's cost, and most walks need no screen and no login. The room that owns such a library's
 * door lists the functions it calls, each with a short name, and calls them through a table of pointers:
 *
 *     #define GSASL_CALLS(X) X(init, gsasl_init) X(done, gsasl_done)
 *     LATE_DECLARE(gsasl, GSASL_CALLS)                  in a private header
 *     LATE_DEFINE(gsasl, GSASL_CALLS, GSASL_SONAME)     in one .c file
 *     if (gsasl_load(&err)) rc = gsasl.init(&context);  everywhere else
 *
 * The pointers have the types of the library's own header, so each call is checked as usual. Variables can be listed too.
 * With configure --disable-late-loading the libraries are linked as usual and loading cannot fail.
 * Threads: a table is filled by the first load and constant from then on; that load happens in the main thread.
 * Nothing is ever unloaded.
 */
#ifndef TLSWALK_LATE_H
#define TLSWALK_LATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "config.h"

struct late_call {
    const char *name;
    void *pointer; /* to the pointer that gets the address */
};

/* All of calls, or false: err says what is missing; some pointers may then be set. */
bool late_load(const char *soname, const struct late_call *calls, size_t count, struct err *err);

#define LATE_POINTER(field, symbol) __typeof__(symbol) *field;
#define LATE_DECLARE(library, CALLS)                                                                                          \
    struct library##_calls {                                                                                                  \
        CALLS(LATE_POINTER)                                                                                                   \
    };                                                                                                                        \
    extern struct library##_calls library;                                                                                    \
    bool library##_load(struct err *err);

#ifdef LATE_LOADING
#define LATE_ENTRY(field, symbol) {#symbol, &late_table->field},
#define LATE_DEFINE(library, CALLS, soname)                                                                                   \
    struct library##_calls library;                                                                                           \
    bool library##_load(struct err *err)                                                                                      \
    {                                                                                                                         \
        static bool loaded;                                                                                                   \
        struct library##_calls *late_table = &library;                                                                        \
        const struct late_call calls[] = {CALLS(LATE_ENTRY)};                                                                 \
        loaded = loaded || late_load(soname, calls, sizeof calls / sizeof calls[0], err);                                     \
        return loaded;                                                                                                        \
    }
#else
#define LATE_ADDRESS(field, symbol) .field = &symbol,
#define LATE_DEFINE(library, CALLS, soname)                                                                                   \
    struct library##_calls library = {CALLS(LATE_ADDRESS)};                                                                   \
    bool library##_load(struct err *err)                                                                                      \
    {                                                                                                                         \
        (void)err;                                                                                                            \
        return true;                                                                                                          \
    }
#endif

#endif
