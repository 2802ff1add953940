/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login_read.h - the login that the options name, read straight into memory that is wiped.
 *
 * A secret is the first line of a file, a descriptor or a command's output, without its line ending. It never stands on
 * a command line, where every user of the computer could read it.
 */
#ifndef TLSWALK_LOGIN_READ_H
#define TLSWALK_LOGIN_READ_H

#include <stdbool.h>

#include "base/err.h"
#include "options.h"
#include "sasl/login.h"
#include "table/table.h"

/* l is filled as far as the options name something; login_done it in any case. false: err names what could not be read.
 */
bool login_read(const struct options *o, struct login *l, struct err *err);
/* A copy for one visit, with the user name in the form that the server wants (s may be NULL). false: no memory. */
bool login_copy(struct login *to, const struct login *from, const struct table_server *s);

#endif
