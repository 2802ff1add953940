/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mech_judge.c - a server's list against what we have: what can be used, and which one is. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "sasl/mech_private.h"

/* The order in which mechanisms are told and tried; within a rank by strength. */
enum mech_rank {
    RANK_KEEPS_SECRET, /* or TLS protects what is sent */
    RANK_IN_CLEAR,     /* usable only because the operator says so: after all that keep the secret */
    RANK_NAMED,
    RANK_COUNT
};

static enum mech_rank mech_rank(const struct mech *m, const struct mech_context *c)
{
    if (!m->implemented)
        return RANK_NAMED;
    return m->sends_secret && !c->tls ? RANK_IN_CLEAR : RANK_KEEPS_SECRET;
}

static bool mech_is_offered(const struct mech *m, const struct strv *offered, const char *const *natives)
{
    if (m->form == MECH_SASL)
        return strv_has_nocase(offered, m->name);
    for (size_t i = 0; natives && natives[i]; i++)
        if (strcasecmp(natives[i], m->native) == 0)
            return true;
    return false;
}

static bool mech_is_sasl(const char *name)
{
    for (size_t i = 0; i < mech_count; i++)
        if (mechs[i].form == MECH_SASL && strcasecmp(mechs[i].name, name) == 0)
            return true;
    return false;
}

static void offer_set(struct mech_offer *o, const struct mech *m, const char *name, const char *why_not, const char *why)
{
    *o = (struct mech_offer){.mech = m, .usable = !*why_not};
    text_safe_copy(o->name, sizeof o->name, span_str(name));
    snprintf(o->why, sizeof o->why, "%s", *why_not ? why_not : why);
}

/* The entry that --mechanism means: by its name, or by its command where that is no SASL mechanism offered here; -1: none. */
static int offer_find(const struct mech_offer *offers, size_t count, const char *asked)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(offers[i].name, asked) == 0)
            return (int)i;
    for (size_t i = 0; i < count; i++)
        if (offers[i].mech && offers[i].mech->native && strcasecmp(offers[i].mech->native, asked) == 0)
            return (int)i;
    return -1;
}

static int offer_strongest(const struct mech_offer *offers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (offers[i].usable)
            return (int)i;
    return -1;
}

static void offer_choose(struct mech_offer *o, const char *how)
{
    snprintf(o->why, sizeof o->why, "%s: %s", how, o->mech->about);
}

/* One entry is kept free for a mechanism that was asked for and is not offered. */
#define OFFERS_JUDGED_MAX (MECH_OFFERS_MAX - 1)

size_t mech_judge(const struct strv *offered, const char *const *natives, const struct mech_context *c,
                  struct mech_offer offers[MECH_OFFERS_MAX], int *chosen_r)
{
    size_t count = 0;
    for (int rank = 0; rank < RANK_COUNT; rank++)
        for (size_t i = 0; i < mech_count && count < OFFERS_JUDGED_MAX; i++)
            if ((int)mech_rank(&mechs[i], c) == rank && mech_is_offered(&mechs[i], offered, natives))
                offer_set(&offers[count++], &mechs[i], mechs[i].name, mech_why_not(&mechs[i], c), mechs[i].about);
    for (size_t i = 0; i < offered->count && count < OFFERS_JUDGED_MAX; i++)
        if (!mech_is_sasl(offered->items[i]))
            offer_set(&offers[count++], NULL, offered->items[i], "tlswalk has not heard of it", "");

    const char *asked = c->login ? c->login->mechanism : NULL;
    if (!asked) {
        *chosen_r = offer_strongest(offers, count);
        if (*chosen_r >= 0)
            offer_choose(&offers[*chosen_r], "the strongest that can be used here");
        return count;
    }
    int found = offer_find(offers, count, asked);
    if (found < 0)
        offer_set(&offers[count++], mech_by_name(asked), asked, "asked for, but the server does not offer it", "");
    *chosen_r = found >= 0 && offers[found].usable ? found : -1;
    if (*chosen_r >= 0)
        offer_choose(&offers[*chosen_r], "as asked");
    return count;
}
