/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fill.c - catalogue texts with their blanks filled. */
#include "diagnose/fill_private.h"

#include <string.h>

struct blank_row {
    const char *name, *without;
};

static const struct blank_row blank_rows[BLANK_COUNT] = {
#define BLANK(id, its_name, its_without) [BLANK_##id] = {its_name, its_without},
    BLANKS
#undef BLANK
};

const char *blank_name(enum blank b)
{
    return blank_rows[b].name;
}

/* The blank whose name stands at text (behind the brace), or BLANK_COUNT. *len_r: bytes up to and with the closing brace. */
static enum blank blank_at(const char *text, size_t *len_r)
{
    for (unsigned b = 0; b < BLANK_COUNT; b++) {
        size_t len = strlen(blank_rows[b].name);
        if (strncmp(text, blank_rows[b].name, len) == 0 && text[len] == '}') {
            *len_r = len + 1;
            return b;
        }
    }
    return BLANK_COUNT;
}

static const char *blank_value(enum blank b, const struct blanks *blanks)
{
    return blanks ? blanks->of[b] : blank_rows[b].without;
}

/* True when every blank between text and the next closing mark has something to say. */
static bool part_has_words(const char *text, const struct blanks *blanks)
{
    const char *end = strstr(text, "]}");
    for (const char *p = text; (p = strchr(p, '{')) && (!end || p < end); p++) {
        size_t len;
        enum blank b = blank_at(p + 1, &len);
        if (b != BLANK_COUNT && !*blank_value(b, blanks))
            return false;
    }
    return true;
}

static bool sentence_begins(const struct buf *out, size_t start)
{
    struct span so_far = buf_span(out);
    return so_far.len == start || (so_far.len >= 2 && so_far.ptr[so_far.len - 1] == ' ' && so_far.ptr[so_far.len - 2] == '.');
}

/* The words that stand for a blank begin a sentence with a capital; a server's own words stay as they are. */
static bool fill_blank(struct buf *out, size_t start, enum blank b, const struct blanks *blanks)
{
    const char *value = blank_value(b, blanks);
    bool ours = !blanks || b == BLANK_PORT || b == BLANK_NAME || b == BLANK_MODE;
    if (ours && *value >= 'a' && *value <= 'z' && sentence_begins(out, start))
        return buf_add_char(out, (char)(*value - 'a' + 'A')) && buf_add_str(out, value + 1);
    return buf_add_str(out, value);
}

bool fill_text(struct buf *out, const char *text, const struct blanks *blanks)
{
    size_t start = buf_len(out), len;
    while (*text) {
        if (strncmp(text, "{[", 2) == 0) {
            if (part_has_words(text + 2, blanks)) {
                text += 2;
                continue;
            }
            const char *end = strstr(text, "]}");
            text = end ? end + 2 : text + strlen(text);
            continue;
        }
        if (strncmp(text, "]}", 2) == 0) {
            text += 2;
            continue;
        }
        enum blank b = *text == '{' ? blank_at(text + 1, &len) : BLANK_COUNT;
        if (b != BLANK_COUNT) {
            if (!fill_blank(out, start, b, blanks))
                return false;
            text += 1 + len;
            continue;
        }
        len = 1 + strcspn(text + 1, "{]");
        if (!buf_add(out, text, len))
            return false;
        text += len;
    }
    return true;
}
