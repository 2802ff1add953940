/* SPDX-License-Identifier: GPL-3.0-or-later */
/* target.h - where a row leads: protocol, host, port, TLS mode.
 *
 * Written as a URI: imap://HOST[:PORT], imaps://..., IPv6 literals in brackets, a scope as %25eth0 (RFC 6874).
 * Knows no network.
 * Owner: plain values, copied by assignment.
 */
#ifndef TLSWALK_TARGET_H
#define TLSWALK_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/name.h"
#include "base/span.h"
#include "proto/proto.h"

struct target {
    const struct proto *proto;
    char host[256];       /* as it was written, UTF-8, safe text; brackets of an IPv6 literal left out; cut with "..." */
    char ascii[256];      /* name_to_ascii of it; "" when it is not a host name, and then host_error says why */
    char host_error[240]; /* one sentence, "" when ascii is there */
    enum name_kind kind;
    uint16_t port;
    enum tls_mode mode;
};

/* A URI to a target. false: err names the text and what was expected (unknown scheme: lists them; port 0; bad host). */
bool target_parse(struct span uri, struct target *t_r, struct err *err);
/* From parts. A bad host is not an error here: it stands in host_error (a table's row is shown all the same). */
void target_set(struct target *t_r, const struct proto *proto, struct span host, uint16_t port, enum tls_mode mode);
/* "imap://mail.example.org:143": ASCII form, the host as written only where it has none; cap >= 600 */
void target_format(const struct target *t, char *to, size_t cap);
/* The service's labels for SRV records, "_imaps._tcp" (RFC 6186 3.1, RFC 8314 5.1); "" for mail between servers, which MX records
 * are for. cap >= 32 */
void target_service(const struct target *t, char *to, size_t cap);
/* Mode and port that do not belong together (RFC 8314 3): 993 with STARTTLS, 143 with implicit ... A port that no protocol of
 * this kind has is never unusual. */
bool target_mode_is_unusual(const struct target *t);
/* What the same host would need instead: the port that goes with t's mode, and the mode that goes with t's port. false: none.
 * SMTP and submission count as one kind here: "SSL" on port 25 is told of 465. */
bool target_port_for_mode(const struct target *t, uint16_t *port_r);
bool target_mode_for_port(const struct target *t, enum tls_mode *mode_r);

#endif
