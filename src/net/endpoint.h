/* SPDX-License-Identifier: GPL-3.0-or-later */
/* endpoint.h - numeric addresses and ports, to and from what the system's calls take. Asks nobody for anything. */
#ifndef TLSWALK_ENDPOINT_H
#define TLSWALK_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct endpoint {
    struct sockaddr_storage addr;
    socklen_t len;
};

/* "192.0.2.10", "2001:db8::10", "fe80::1%eth0" (RFC 4007 11: the zone is an interface's name or number). false: none of
 * these. */
bool endpoint_parse(const char *address, uint16_t port, struct endpoint *e_r);
/* The same form back, without the port; cap >= 64. "" for families other than IPv4 and IPv6. */
void endpoint_format(const struct sockaddr *addr, char *to, size_t cap);
/* 127/8 or ::1 */
bool endpoint_is_loopback(const struct endpoint *e);
uint16_t endpoint_port(const struct endpoint *e);

#endif
