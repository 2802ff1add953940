/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/line.h"
#include "proto/proto_private.h"

#define MECH_NAME_MAX 20 /* characters; RFC 4422 3.1 */

void caps_done(struct caps *c)
{
    strv_done(&c->list);
    strv_done(&c->mechs);
    *c = (struct caps){0};
}

bool caps_copy(struct caps *to, const struct caps *from)
{
    struct caps copy = *from;
    copy.list = (struct strv){0};
    copy.mechs = (struct strv){0};
    if (strv_copy(&copy.list, &from->list) && strv_copy(&copy.mechs, &from->mechs)) {
        *to = copy;
        return true;
    }
    caps_done(&copy);
    return false;
}

void caps_begin(struct caps *fresh, const struct caps *c)
{
    *fresh = (struct caps){.known = true};
    fresh->list.limit = PROTO_CAPS_MAX;
    fresh->mechs.limit = PROTO_CAPS_MAX;
    memcpy(fresh->apop, c->apop, sizeof fresh->apop); /* comes with the greeting, never with a list */
}

/* Firewalls that inspect SMTP overwrite a keyword they do not allow: STARTTLS becomes XXXXXXXA or XXXA. */
static bool keyword_is_masked(struct span entry)
{
    size_t n = 0;
    while (n < entry.len && entry.ptr[n] == 'X')
        n++;
    if (n < 3)
        return false;
    return n == entry.len || (n + 1 == entry.len && entry.ptr[n] >= 'A' && entry.ptr[n] <= 'Z');
}

bool caps_add(struct caps *fresh, struct span entry)
{
    if (keyword_is_masked(entry))
        fresh->odd |= CAPS_STARTTLS_MASKED;
    if (!strv_add(&fresh->list, entry))
        return false;
    if (fresh->list.dropped)
        fresh->odd |= CAPS_OVERFLOW;
    return true;
}

bool caps_add_mech(struct caps *fresh, struct span name)
{
    char upper[MECH_NAME_MAX + 1] = "";
    bool fits = name.len > 0 && name.len <= MECH_NAME_MAX;
    for (size_t i = 0; fits && i < name.len; i++) {
        unsigned char c = name.ptr[i];
        upper[i] = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        fits = (upper[i] >= 'A' && upper[i] <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
    if (!fits) {
        fresh->odd |= CAPS_MALFORMED;
        return true;
    }
    if (strv_has_nocase(&fresh->mechs, upper))
        return true;
    if (!strv_add_str(&fresh->mechs, upper))
        return false;
    if (fresh->mechs.dropped)
        fresh->odd |= CAPS_OVERFLOW;
    return true;
}

bool caps_add_mechs(struct caps *fresh, struct span names)
{
    struct span name;
    while (word_next(&names, &name))
        if (!caps_add_mech(fresh, name))
            return false;
    return true;
}

int caps_settle(struct caps *c, struct caps *fresh, bool ok)
{
    if (!ok) {
        caps_done(fresh);
        return -1;
    }
    caps_done(c);
    *c = *fresh;
    return 1;
}
