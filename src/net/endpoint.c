/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/endpoint.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool endpoint_parse_zone(const char *zone, uint32_t *scope_r)
{
    char *end;
    *scope_r = if_nametoindex(zone);
    if (*scope_r)
        return true;
    unsigned long number = strtoul(zone, &end, 10);
    if (zone[0] < '0' || zone[0] > '9' || *end || number == 0 || number > UINT32_MAX)
        return false;
    *scope_r = (uint32_t)number;
    return true;
}

bool endpoint_parse(const char *address, uint16_t port, struct endpoint *e_r)
{
    memset(e_r, 0, sizeof *e_r);
    struct sockaddr_in *v4 = (struct sockaddr_in *)&e_r->addr;
    if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        e_r->len = sizeof *v4;
        return true;
    }
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&e_r->addr;
    char bare[INET6_ADDRSTRLEN];
    const char *zone = strchr(address, '%');
    size_t len = zone ? (size_t)(zone - address) : strlen(address);
    if (len >= sizeof bare)
        return false;
    memcpy(bare, address, len);
    bare[len] = '\0';
    if (inet_pton(AF_INET6, bare, &v6->sin6_addr) != 1 || (zone && !endpoint_parse_zone(zone + 1, &v6->sin6_scope_id)))
        return false;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    e_r->len = sizeof *v6;
    return true;
}

void endpoint_format(const struct sockaddr *addr, char *to, size_t cap)
{
    to[0] = '\0';
    if (addr->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)addr)->sin_addr, to, (socklen_t)cap);
    } else if (addr->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)addr;
        char name[IF_NAMESIZE];
        if (!inet_ntop(AF_INET6, &v6->sin6_addr, to, (socklen_t)cap) || !v6->sin6_scope_id)
            return;
        size_t len = strlen(to);
        if (if_indextoname(v6->sin6_scope_id, name))
            snprintf(to + len, cap - len, "%%%s", name);
        else
            snprintf(to + len, cap - len, "%%%u", v6->sin6_scope_id);
    }
}

bool endpoint_is_loopback(const struct endpoint *e)
{
    if (e->addr.ss_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)&e->addr)->sin_addr.s_addr) >> 24 == 127;
    return e->addr.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)&e->addr)->sin6_addr);
}

uint16_t endpoint_port(const struct endpoint *e)
{
    return ntohs(e->addr.ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)&e->addr)->sin6_port
                                               : ((const struct sockaddr_in *)&e->addr)->sin_port);
}
