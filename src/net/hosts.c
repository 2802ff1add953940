/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/hosts.h"

#include "net/endpoint.h"

/* Cuts the next word off a line. Empty: there is none. */
static struct span hosts_word(struct span *line)
{
    size_t start = 0, end;
    while (start < line->len && (line->ptr[start] == ' ' || line->ptr[start] == '\t' || line->ptr[start] == '\r'))
        start++;
    for (end = start; end < line->len && line->ptr[end] != ' ' && line->ptr[end] != '\t' && line->ptr[end] != '\r';
         end++)
        ;
    struct span word = span_of(line->ptr + start, end - start);
    *line = span_skip(*line, end);
    return word;
}

/* Addresses have several spellings (::1, 0:0:0:0:0:0:0:1), so values are compared. */
static bool hosts_same_address(struct span word, const struct endpoint *wanted)
{
    char text[64];
    struct endpoint e;
    if (word.len == 0 || word.len >= sizeof text)
        return false;
    memcpy(text, word.ptr, word.len);
    text[word.len] = '\0';
    return endpoint_parse(text, 0, &e) && e.len == wanted->len && memcmp(&e.addr, &wanted->addr, e.len) == 0;
}

static bool hosts_line_gives(struct span line, const char *name, const struct endpoint *wanted)
{
    const unsigned char *comment = line.len ? memchr(line.ptr, '#', line.len) : NULL;
    if (comment)
        line.len = (size_t)(comment - line.ptr);
    if (!hosts_same_address(hosts_word(&line), wanted))
        return false;
    for (struct span word = hosts_word(&line); word.len; word = hosts_word(&line))
        if (span_is_nocase(word, name))
            return true;
    return false;
}

bool hosts_gives(struct span file, const char *name, const char *address)
{
    struct endpoint wanted;
    if (!endpoint_parse(address, 0, &wanted))
        return false;
    while (file.len) {
        const unsigned char *end = memchr(file.ptr, '\n', file.len);
        size_t len = end ? (size_t)(end - file.ptr) : file.len;
        if (hosts_line_gives(span_head(file, len), name, &wanted))
            return true;
        file = span_skip(file, len + (end != NULL));
    }
    return false;
}
