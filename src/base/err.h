/* SPDX-License-Identifier: GPL-3.0-or-later */
/* err.h - why tlswalk itself could not do something. What a server does wrong is a finding, not an error.
 *
 * Owner: the caller, often on its stack; filled by the callee. One sentence, complete enough to print alone:
 * it names the thing, the place and the way out.
 */
#ifndef TLSWALK_ERR_H
#define TLSWALK_ERR_H

enum err_kind {
    ERR_NONE,
    ERR_INPUT,   /* what the user gave: option, target, host name */
    ERR_FILE,    /* a file that cannot be read or is broken */
    ERR_MEMORY,
    ERR_SYSTEM,  /* the operating system refused; code is errno */
    ERR_LIBRARY, /* a library refused; code is its own */
};

struct err {
    enum err_kind kind;
    int code;       /* native code in the domain that kind names, or 0 */
    char text[600]; /* one sentence, UTF-8, already safe to print */
};

void err_set(struct err *e, enum err_kind kind, int code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void err_memory(struct err *e);

#endif
