/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name.h - host names and address literals. The only door to libidn2.
 *
 * Rules: RFC 5890/5891 (IDNA2008, with the UTS 46 mapping that people's typing needs), RFC 1123 2.1, RFC 4291.
 */
#ifndef TLSWALK_NAME_H
#define TLSWALK_NAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum name_kind { NAME_HOST, NAME_IPV4, NAME_IPV6 };

#define NAME_MAX_LEN 253 /* octets of a host name in A-label form, without the trailing dot; RFC 1035 3.1 */

/* What a person typed to the form that goes to DNS, SNI and certificates: lower case, A-labels, no trailing dot;
 * address literals in canonical form, IPv6 without brackets (scope kept: fe80::1%eth0).
 * false: err says in one sentence what is wrong with it ("the host name 'a..b' has an empty label"). cap >= 256 */
bool name_to_ascii(const char *typed, char *ascii_r, size_t cap, enum name_kind *kind_r, struct err *err);
/* For show: A-labels to Unicode. The result is safe text; the same as ascii when it cannot be converted. */
void name_to_unicode(const char *ascii, char *to, size_t cap);
enum name_kind name_kind(const char *ascii);

#endif
