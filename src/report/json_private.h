/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_private.h - a walk's JSON as tables: a row is a key and the member that stands under it.
 *
 * One table serves both ways: json_write.c writes it, json_read.c and json_value.c read it back, and these
 * three are the only door to jansson. Adding a fact to the report is adding a row; keys may be added, and never change their meaning.
 * Strings in memory are safe text or become so on the way out; what is read is made safe again.
 * Serial numbers of the transcript are written as indexes into the key "transcript".
 */
#ifndef TLSWALK_JSON_PRIVATE_H
#define TLSWALK_JSON_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "report/report.h"

enum field_kind {
    FIELD_TEXT,       /* char[] */
    FIELD_NAME,       /* char[]; null when it is empty */
    FIELD_STRING,     /* char *, null when NULL; read: malloc'ed */
    FIELD_SPAN,       /* struct span of text; read: malloc'ed */
    FIELD_SPAN_BYTES, /* struct span as base64; read: malloc'ed */
    FIELD_BYTES,      /* unsigned char[] as base64, its length in the member .count */
    FIELD_OWN_BYTES,  /* unsigned char * as base64, its length in the member .count; read: malloc'ed */
    FIELD_BOOL,
    FIELD_INT,
    FIELD_PLACE,      /* int, null when it is negative; read: -1 for null */
    FIELD_UNSIGNED,
    FIELD_PORT,       /* uint16_t */
    FIELD_SIZE,       /* size_t */
    FIELD_COUNT,      /* uint64_t, up to INT64_MAX */
    FIELD_SIGNED,     /* int64_t */
    FIELD_MS,         /* uint64_t of microseconds, written as milliseconds */
    FIELD_DATE,       /* int64_t of seconds since 1970, written by RFC 3339 */
    FIELD_MOMENT,     /* int64_t of microseconds since 1970, written by RFC 3339 with milliseconds */
    FIELD_SERIAL,     /* uint64_t; null for NO_SERIAL and for what the transcript has dropped */
    FIELD_WORD,       /* an enum, as .word names its values; null where the word is "" */
    FIELD_FLAGS,      /* unsigned of bits, a list of words: .word names bit 0, 1, ... */
    FIELD_LIST,       /* struct strv, up to .most items */
    FIELD_INTS,       /* int[], all of it */
    FIELD_SIZES,      /* size_t[], as many as the member .count says */
    FIELD_TEXTS,      /* char[.cap] at the head of elements of .each bytes, as many as the member .count says */
    FIELD_OBJECT,     /* a struct inside */
    FIELD_ROWS,       /* an array of structs inside, as many as the member .count says */
    FIELD_OWN_OBJECT, /* a pointer to a struct, null when NULL; read: calloc'ed */
    FIELD_OWN_ROWS,   /* a pointer to .count structs, up to .most; read: calloc'ed */
    FIELD_HOISTED,    /* a pointer to a struct whose keys stand among ours; NULL: the key itself is null. Read: calloc'ed */
};

struct field {
    const char *key;
    enum field_kind kind;
    size_t at, size;                    /* of the member: offsetof, sizeof */
    size_t present;                     /* 1 + offset of a bool without which the value is null; 0: there always */
    size_t count;                       /* offset of the member (size_t) that counts */
    size_t each, most;                  /* an element's size, and how many of them (of bytes: bytes) may be read */
    size_t cap;                         /* of an element's text */
    const struct field *of;             /* rows of the struct inside */
    const char *(*word)(unsigned value);/* NULL past the last */
    bool derived;                       /* another key tells it as well: written, not read */
    bool plain;                         /* never masked: ours, or what the report is about */
    bool optional;                      /* the key is left out when there is nothing to say: false, empty, NULL */
};

#define FIELD_AT(type, member) .at = offsetof(type, member), .size = sizeof(((type *)0)->member)
#define FIELD_PRESENT(type, member) .present = offsetof(type, member) + 1
#define FIELD_COUNTED(type, member) .count = offsetof(type, member)
#define FIELD_OF(type, rows) .of = (rows), .each = sizeof(type)

/* Some rows and the struct they are about. */
struct json_part {
    const struct field *fields;
    void *base; /* writing leaves it as it is */
};

struct redaction; /* redact_private.h */

struct json_scope {
    uint64_t first_serial, next_serial; /* of the transcript */
    struct redaction *mask;             /* over every text; NULL: none */
};

/* The JSON form with a mask over its texts. */
bool report_json_masked(struct buf *out, const struct report_input *in, struct redaction *mask);

/* One line, all parts in one object. false: no memory. */
bool json_write(struct buf *out, const struct json_part *parts, size_t count, const struct json_scope *scope);

/* One line read into all parts; what no row asks for is passed over. The structs come zeroed, and own what was put into them also
 * when it fails. line_number is for err, which names line, key and what is expected there. */
bool json_read(struct span line, size_t line_number, const struct json_part *parts, size_t count, struct err *err);

/* A finding, a stage and a line of the transcript as they stand in the report. Texts are lent for writing, and owned when read. */
struct json_finding {
    char *code, *follows_from;
    enum severity severity;
    enum certainty certainty;
    enum stage_id stage;
    enum party party;
    char *what, *why, *user, *admin, *say;
    struct strv evidence, references;
    uint64_t serial;
};

struct json_stage {
    struct stage stage;
    enum verdict verdict; /* as findings have it */
};

struct json_said {
    uint64_t us;
    enum said_by by;
    unsigned stage_plus_one; /* 0: none */
    bool secured, masked, goes_on, continues, open;
    bool odd_end;            /* a line that was sent or received lacks its CRLF, or one of another kind has one */
    struct span text, bytes; /* without that CRLF; bytes is empty where text tells them */
};

/* What one line holds beside the evidence. */
struct json_walk {
    char *schema, *target, *protocol, *host, *host_written;
    uint16_t port;
    enum tls_mode mode;
    uint64_t duration_us;
    enum verdict verdict;
    char *client, *words, *local_time, *program, *gnutls;
    bool scene_known;
    struct report_scene scene;
    struct json_stage *stages;
    size_t stage_count;
    struct json_finding *findings;
    size_t finding_count;
    struct json_said *said;
    size_t said_count;
    uint64_t dropped_bytes;
};

#define JSON_FINDINGS_MAX 500
#define JSON_SAID_MAX 200000
#define JSON_LIST_MAX 1000

/* Tables of struct json_walk ... */
extern const struct field json_head_fields[], json_result_fields[], json_tail_fields[];
/* ... of struct evidence ... */
extern const struct field json_when_fields[], json_tls_fields[], json_caps_fields[], json_auth_fields[], json_looks_fields[],
    json_name_fields[], json_talk_fields[], json_handshake_fields[], json_state_fields[];
/* ... and of structs inside it. */
extern const struct field json_heard_fields[], json_ended_fields[], json_facts_fields[];

/* The parts of a line in their order, and how many there are. */
#define JSON_PARTS 12
void json_parts(struct json_part parts_r[JSON_PARTS], struct json_walk *walk, struct evidence *e);
/* Releases what was read. */
void json_walk_done(struct json_walk *walk);

/* Words of the enums, "" for a value that means nothing. */
const char *json_verdict_word(unsigned v);
const char *json_stage_word(unsigned v);
const char *json_mode_word(unsigned v);
const char *json_speaker_word(unsigned v);

#endif
