/* SPDX-License-Identifier: GPL-3.0-or-later */
/* practice.c - the practice as a whole: where its servers listen, and who vouches for them. */
#include "practice/practice.h"

#include <stdio.h>
#include <stdlib.h>

#include "practice/identity_private.h"
#include "practice/practice_private.h"

struct practice {
    struct identities *identities;
};

#define PROTO_ROW(x) extern const struct proto proto_##x;
#include "proto/list.h"
#undef PROTO_ROW

const struct practice_port practice_ports[] = {
    {&proto_imap, false, 143},
    {&proto_imap, true, 993},
    {&proto_pop3, false, 110},
    {&proto_pop3, true, 995},
    {&proto_submission, false, 587},
    {&proto_submission, true, 465},
    {&proto_smtp, false, 25},
    {NULL, false, 0},
};

const struct practice_port practice_web = {NULL, false, 80};

struct practice *practice_new(int64_t wall_us, struct err *err)
{
    struct practice *p = calloc(1, sizeof(*p));
    if (p)
        p->identities = identities_new(wall_us / 1000000);
    if (!p || !p->identities) {
        free(p);
        err_memory(err);
        return NULL;
    }
    return p;
}

void practice_free(struct practice *p)
{
    if (!p)
        return;
    identities_free(p->identities);
    free(p);
}

void practice_set_offset(struct practice *p, unsigned offset)
{
    identities_set_web_port(p->identities, practice_web.port + offset);
}

struct identities *practice_identities(struct practice *p)
{
    return p->identities;
}

struct span practice_ca_pem(struct practice *p)
{
    return identities_root_pem(p->identities);
}

void practice_address(size_t n, char *to, size_t cap)
{
    snprintf(to, cap, "127.0.77.%zu", n + 1);
}
