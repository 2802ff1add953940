/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth.c - the kinds of rows of depth.h in words. */
#include "walk/depth.h"

static const struct {
    const char *name, *title;
} kinds[] = {
    [DEPTH_VERSION] = {"version", "Version"},
    [DEPTH_SUITE] = {"suite", "Suite"},
    [DEPTH_GROUP] = {"group", "Group"},
    [DEPTH_ORDER] = {"order", "Order of suites"},
    [DEPTH_DH] = {"dh", "Finite-field group"},
    [DEPTH_EMS] = {"master-secret", "Extended master secret"},
    [DEPTH_RENEGOTIATION] = {"renegotiation", "Secure renegotiation"},
    [DEPTH_RESUMPTION] = {"resumption", "Resumption"},
    [DEPTH_SNI] = {"sni", "Server name"},
    [DEPTH_ALPN] = {"alpn", "ALPN"},
    [DEPTH_STAPLE] = {"staple", "OCSP staple"},
    [DEPTH_CLIENT_CERT] = {"client-certificate", "Client certificate"},
};

const char *depth_kind_name(enum depth_kind k)
{
    return kinds[k].name;
}

const char *depth_kind_title(enum depth_kind k)
{
    return kinds[k].title;
}
