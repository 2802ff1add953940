/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login.c - see login.h. */
#include "sasl/login.h"

#include <stdlib.h>

void login_done(struct login *l)
{
    secret_wipe(&l->password);
    secret_wipe(&l->token);
    free(l->user);
    free(l->authzid);
    free(l->mechanism);
    *l = (struct login){0};
}
