/* SPDX-License-Identifier: GPL-3.0-or-later */
/* late.c - see late.h. */
#include "base/late.h"

#include <dlfcn.h>
#include <string.h>

bool late_load(const char *soname, const struct late_call *calls, size_t count, struct err *err)
{
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        err_set(err, ERR_LIBRARY, 0, "the library %s cannot be loaded, it belongs to this program: %s", soname, dlerror());
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        void *address = dlsym(library, calls[i].name);
        if (!address) {
            err_set(err, ERR_LIBRARY, 0, "the library %s is not the one this program was built for: it has no %s", soname,
                    calls[i].name);
            return false;
        }
        memcpy(calls[i].pointer, &address, sizeof address);
    }
    return true;
}
