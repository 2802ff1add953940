/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/edit.h"

#include <string.h>

#include "base/text.h"
#include "base/wipe.h"
#include "ui/key.h"

void edit_set(struct edit *e, const char *text)
{
    size_t n = strlen(text);

    edit_wipe(e);
    e->len = n < EDIT_MAX ? n : EDIT_MAX - 1;
    memcpy(e->text, text, e->len);
    e->at = e->len;
}

void edit_wipe(struct edit *e)
{
    wipe(e, sizeof *e);
}

static size_t utf8_put(uint32_t c, char to[4])
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6)
        to[i] = (char)(0x80 | (c & 0x3f));
    to[0] = (char)((0xf00u >> n) | c);
    return n;
}

static void edit_insert(struct edit *e, uint32_t c)
{
    char bytes[4];
    size_t n = utf8_put(c, bytes);

    if (e->len + n >= EDIT_MAX)
        return;
    memmove(e->text + e->at + n, e->text + e->at, e->len - e->at + 1);
    memcpy(e->text + e->at, bytes, n);
    e->len += n;
    e->at += n;
}

/* Takes out the bytes from..to and wipes the gap at the end. */
static void edit_cut(struct edit *e, size_t from, size_t to)
{
    memmove(e->text + from, e->text + to, e->len - to);
    wipe(e->text + e->len - (to - from), to - from);
    e->len -= to - from;
    e->at = from;
}

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t before(const struct edit *e, size_t at)
{
    if (at)
        at--;
    while (at && is_tail(e->text[at]))
        at--;
    return at;
}

static size_t after(const struct edit *e, size_t at)
{
    if (at < e->len)
        at++;
    while (at < e->len && is_tail(e->text[at]))
        at++;
    return at;
}

static size_t word_before(const struct edit *e)
{
    size_t at = e->at;

    while (at && e->text[at - 1] == ' ')
        at--;
    while (at && e->text[at - 1] != ' ')
        at--;
    return at;
}

static bool is_text(uint32_t key)
{
    bool control = key < 32 || (key >= 127 && key < 160);
    return !control && key < KEYCODE_NAMED && (key < 0xd800 || key > 0xdfff);
}

bool edit_key(struct edit *e, uint32_t key)
{
    switch (key) {
    case KEYCODE_LEFT:
        e->at = before(e, e->at);
        return true;
    case KEYCODE_RIGHT:
        e->at = after(e, e->at);
        return true;
    case KEYCODE_HOME:
    case KEYCODE_CTRL('A'):
        e->at = 0;
        return true;
    case KEYCODE_END:
    case KEYCODE_CTRL('E'):
        e->at = e->len;
        return true;
    case KEYCODE_BACKSPACE:
    case KEYCODE_CTRL('H'):
        edit_cut(e, before(e, e->at), e->at);
        return true;
    case KEYCODE_DELETE:
        edit_cut(e, e->at, after(e, e->at));
        return true;
    case KEYCODE_CTRL('U'):
        edit_cut(e, 0, e->at);
        return true;
    case KEYCODE_CTRL('K'):
        edit_cut(e, e->at, e->len);
        return true;
    case KEYCODE_CTRL('W'):
        edit_cut(e, word_before(e), e->at);
        return true;
    default: /* not an enum of ours: every code point comes here */
        if (!is_text(key))
            return false;
        edit_insert(e, key);
        return true;
    }
}

int edit_cols_before(const struct edit *e)
{
    return text_cols(span_of(e->text, e->at));
}
