/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mask.c - see mask.h */
#include "walk/mask.h"

#include <string.h>

static struct buf *mask_form(struct mask *m)
{
    struct buf *b = &m->forms[m->count++];
    buf_init_secret(b, 0);
    return b;
}

/* The base64 of raw, without the tail that depends on what follows. */
static bool mask_add_base64(struct mask *m, struct span raw)
{
    struct span whole = span_head(raw, raw.len / 3 * 3);
    return buf_add_base64(mask_form(m), whole);
}

/* The secret as it is, and as base64 of itself (LOGIN) and of PLAIN's message; there the secret starts at an offset
 * that depends on the user name, so the message is taken from its head. */
static bool mask_add_secret(struct mask *m, struct span user, struct span secret)
{
    struct buf plain;

    if (!buf_add_span(mask_form(m), secret) || !mask_add_base64(m, secret))
        return false;
    buf_init_secret(&plain, 0);
    bool ok = buf_add_char(&plain, '\0') && buf_add_span(&plain, user) && buf_add_char(&plain, '\0') && buf_add_span(&plain, secret) &&
              mask_add_base64(m, buf_span(&plain));
    buf_done(&plain);
    return ok;
}

bool mask_init(struct mask *m, const struct login *login)
{
    struct span user = span_str(login->user);

    *m = (struct mask){0};
    if (secret_given(&login->password) && !mask_add_secret(m, user, secret_span(&login->password)))
        return false;
    if (secret_given(&login->token) && !mask_add_secret(m, user, secret_span(&login->token)))
        return false;
    return true;
}

void mask_done(struct mask *m)
{
    for (size_t i = 0; i < m->count; i++)
        buf_done(&m->forms[i]);
    m->count = 0;
}

bool mask_blot(const struct mask *m, unsigned char *bytes, size_t len)
{
    bool found = false;

    for (size_t i = 0; i < m->count; i++) {
        struct span form = buf_span(&m->forms[i]);
        if (form.len < MASK_FORM_MIN)
            continue;
        for (unsigned char *at = bytes, *hit; (hit = memmem(at, len - (size_t)(at - bytes), form.ptr, form.len)); at = hit + form.len) {
            memset(hit, '*', form.len);
            found = true;
        }
    }
    return found;
}
