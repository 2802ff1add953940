/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gsasl_private.h - GNU SASL, loaded when a login begins: gsasl_load first, then gsasl.init for gsasl_init and so on. */
#ifndef TLSWALK_GSASL_PRIVATE_H
#define TLSWALK_GSASL_PRIVATE_H

#include <gsasl.h>

#include "base/late.h"

#define GSASL_CALLS(X)                                                                                                        \
    X(callback_hook_get, gsasl_callback_hook_get)                                                                             \
    X(callback_hook_set, gsasl_callback_hook_set)                                                                             \
    X(callback_set, gsasl_callback_set)                                                                                       \
    X(check_version, gsasl_check_version)                                                                                     \
    X(client_start, gsasl_client_start)                                                                                       \
    X(done, gsasl_done)                                                                                                       \
    X(finish, gsasl_finish)                                                                                                   \
    X(free, gsasl_free)                                                                                                       \
    X(init, gsasl_init)                                                                                                       \
    X(property_fast, gsasl_property_fast)                                                                                     \
    X(property_set, gsasl_property_set)                                                                                       \
    X(server_start, gsasl_server_start)                                                                                       \
    X(step, gsasl_step)                                                                                                       \
    X(strerror, gsasl_strerror)

LATE_DECLARE(gsasl, GSASL_CALLS)

#endif
