/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_step.c - one page of the web over HTTP in clear (RFC 9112): a request without a body, and what comes back. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "walk/walk_private.h"

#define HEAD_BYTES_MAX 16384
#define REQUEST_BYTES_MAX 2048

static void page_enter(struct walk *w)
{
    struct buf request;
    bool ok;

    buf_init(&request, REQUEST_BYTES_MAX);
    /* 1.0 where the body counts: it comes in one piece, and ends with the connection or with its stated length. */
    ok = buf_addf(&request, "GET %s HTTP/%s\r\nHost: %s\r\nUser-Agent: tlswalk\r\nAccept: */*\r\nConnection: close\r\n\r\n", w->page->path,
                  w->page->head_only ? "1.1" : "1.0", w->page->host) &&
         channel_say(&w->ch, buf_span(&request));
    buf_done(&request);
    if (!ok)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the page could not be asked for");
}

/* Bytes of the head, the empty line behind it included; 0: it is not all there. */
static size_t page_head(struct span in)
{
    const unsigned char *end = in.len ? memmem(in.ptr, in.len, "\r\n\r\n", 4) : NULL;

    if (end)
        return (size_t)(end - in.ptr) + 4;
    end = in.len ? memmem(in.ptr, in.len, "\n\n", 2) : NULL;
    return end ? (size_t)(end - in.ptr) + 2 : 0;
}

/* Up to the end of its first line, which is left out, a CR before it too. */
static struct span page_line(struct span in)
{
    const unsigned char *lf = in.len ? memchr(in.ptr, '\n', in.len) : NULL;
    struct span line = span_head(in, lf ? (size_t)(lf - in.ptr) : in.len);

    return line.len && line.ptr[line.len - 1] == '\r' ? span_head(line, line.len - 1) : line;
}

/* The value of a header, spaces around it cut off; empty when it is not there. */
static struct span page_header(struct span head, const char *name)
{
    size_t len = strlen(name);

    while (head.len) {
        const unsigned char *lf = memchr(head.ptr, '\n', head.len);
        struct span line = page_line(head);
        if (line.len > len && line.ptr[len] == ':' && strncasecmp((const char *)line.ptr, name, len) == 0)
            return span_trim(span_skip(line, len + 1));
        head = span_skip(head, lf ? (size_t)(lf - head.ptr) + 1 : head.len);
    }
    return (struct span){0};
}

static size_t page_length(struct span head)
{
    struct span value = page_header(head, "Content-Length");
    size_t n = 0;

    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9' || n > PAGE_BYTES_MAX)
            return SIZE_MAX;
        n = n * 10 + (size_t)(value.ptr[i] - '0');
    }
    return value.len ? n : SIZE_MAX;
}

/* "HTTP/1.1 302 Found": 302; 0: it is none. */
static int page_status(struct span line)
{
    if (line.len < 12 || !span_starts(line, "HTTP/1.") || line.ptr[8] != ' ')
        return 0;
    int status = 0;
    for (size_t i = 9; i < 12; i++) {
        if (line.ptr[i] < '0' || line.ptr[i] > '9')
            return 0;
        status = status * 10 + (line.ptr[i] - '0');
    }
    return status;
}

static void page_over(struct walk *w, size_t head_len)
{
    struct page_answer *a = &w->page_answer;
    struct span in = buf_span(&w->ch.in), head = span_head(in, head_len);
    struct span line = span_trim(page_line(head));

    a->status = page_status(line);
    text_safe_copy(a->line, sizeof a->line, line);
    text_safe_copy(a->location, sizeof a->location, page_header(head, "Location"));
    a->body = span_skip(in, head_len);
    w->shown = in.len; /* what a page holds is no conversation */
    if (!a->status)
        walk_end(w, VERDICT_NOTE, NEXT_NONE, "what came is no answer of a web server: %s", a->line);
    else
        walk_end(w, VERDICT_PASS, NEXT_NONE, "%s%s%s", a->line, a->location[0] ? ", to " : "", a->location);
}

static void page_input(struct walk *w)
{
    struct span in = buf_span(&w->ch.in);
    size_t head = page_head(in);

    if (!head && in.len > HEAD_BYTES_MAX)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "what came has no end of a head within %d bytes", HEAD_BYTES_MAX);
    else if (head && (w->page->head_only || in.len - head >= page_length(span_head(in, head))))
        page_over(w, head);
    else if (head && in.len - head > PAGE_BYTES_MAX)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the page is larger than %d bytes", PAGE_BYTES_MAX);
}

static void page_peer_ended(struct walk *w)
{
    struct span in = buf_span(&w->ch.in);
    size_t head = page_head(in);
    size_t length = page_length(span_head(in, head));

    ended_note(w, &w->e.banner.end, false);
    if (head && (length == SIZE_MAX || in.len - head >= length))
        page_over(w, head);
    else
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s before a whole page had come", ended_words(w, &w->e.banner.end));
}

static void page_timeout(struct walk *w)
{
    ended_note(w, &w->e.banner.end, true);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "no page came in time");
}

const struct stage_kind page_kind = {10 * US_PER_S, page_enter, page_input, page_peer_ended, page_timeout, NULL};
