/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unbound_private.h - libunbound, loaded when a name must be asked: unbound_load first, then unbound.process for ub_process
 * and so on. */
#ifndef TLSWALK_UNBOUND_PRIVATE_H
#define TLSWALK_UNBOUND_PRIVATE_H

#include <unbound.h>

#include "base/late.h"

#define UNBOUND_CALLS(X) \
    X(cancel, ub_cancel) \
    X(ctx_add_ta_file, ub_ctx_add_ta_file) \
    X(ctx_async, ub_ctx_async) \
    X(ctx_create, ub_ctx_create) \
    X(ctx_debugout, ub_ctx_debugout) \
    X(ctx_delete, ub_ctx_delete) \
    X(ctx_resolvconf, ub_ctx_resolvconf) \
    X(ctx_set_fwd, ub_ctx_set_fwd) \
    X(ctx_set_option, ub_ctx_set_option) \
    X(fd, ub_fd) \
    X(process, ub_process) \
    X(resolve_async, ub_resolve_async) \
    X(resolve_free, ub_resolve_free) \
    X(strerror, ub_strerror) \
    X(version, ub_version)

LATE_DECLARE(unbound, UNBOUND_CALLS)

#endif
