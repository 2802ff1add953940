/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proto.h - a protocol as a descriptor: how it speaks, and nothing else.
 *
 * Knows: bytes and grammar. Not: sockets, time, TLS, order of stages, what an answer means for the visit.
 * Adding a protocol: one file with one const struct proto, and one row in list.h.
 */
#ifndef TLSWALK_PROTO_H
#define TLSWALK_PROTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "base/strv.h"

enum tls_mode {
    TLS_MODE_IMPLICIT,      /* TLS from the first byte */
    TLS_MODE_STARTTLS,      /* the upgrade is required */
    TLS_MODE_OPPORTUNISTIC, /* the upgrade if it is offered */
    TLS_MODE_NONE,
};
const char *tls_mode_name(enum tls_mode mode); /* "implicit", "starttls", "opportunistic", "none" */
bool tls_mode_parse(struct span name, enum tls_mode *mode_r);

/* What we say, and so what a reply answers. */
enum say {
    SAY_GREETING, /* nothing is said: the server's first word is awaited */
    SAY_CAPS,     /* EHLO, CAPABILITY, CAPA */
    SAY_CAPS_OLD, /* HELO, after EHLO was refused */
    SAY_STARTTLS,
    SAY_AUTH,     /* a SASL mechanism is chosen, perhaps with an initial response */
    SAY_RESPONSE, /* a SASL response, already base64; the empty line when empty */
    SAY_CANCEL,   /* "*" */
    SAY_LOGIN,    /* IMAP LOGIN user secret */
    SAY_USER,     /* POP3 USER user */
    SAY_PASS,     /* POP3 PASS secret */
    SAY_APOP,     /* POP3 APOP user digest */
    SAY_NOOP,
    SAY_QUIT,
    SAY_COUNT
};
const char *say_name(enum say what);

/* The words a command is filled with. Spans are lent for the call. */
struct words {
    const char *tag;       /* IMAP; with SAY_NOOP of SMTP its argument, "" or NULL for none (RFC 5321 4.1.1.9) */
    const char *self;      /* EHLO argument: "[192.0.2.7]" or a host name */
    const char *mechanism; /* SASL mechanism, upper case */
    bool has_initial;
    struct span initial;   /* base64 of the initial response; empty and has_initial: "=" */
    struct span response;  /* SAY_RESPONSE: base64 */
    struct span user;
    struct span secret;    /* password, or the APOP digest in hex */
    bool literal_plus;     /* IMAP: the server lists LITERAL+ or LITERAL- */
};

/* What the parser must know of what was asked. */
struct ask {
    enum say what;
    const char *tag; /* IMAP; NULL elsewhere */
};

enum answer {
    ANSWER_YES,     /* 2xx, OK, +OK */
    ANSWER_MORE,    /* a continuation: 334, "+" */
    ANSWER_LATER,   /* refused for now: 4xx, [UNAVAILABLE], [SYS/TEMP], [IN-USE], [LOGIN-DELAY] */
    ANSWER_NO,      /* refused: 5xx that is not a misunderstanding, NO, -ERR */
    ANSWER_BAD,     /* not understood or out of order: 500-504, BAD */
    ANSWER_BYE,     /* the server closes: * BYE, 421 */
    ANSWER_PREAUTH, /* IMAP greeting */
    ANSWER_STRANGE, /* a complete line that fits the grammar of no answer */
};
const char *answer_name(enum answer answer);

enum reply_odd {
    REPLY_BARE_LF = 1,      /* a line ended in LF without CR */
    REPLY_LONG_LINE = 2,    /* longer than the protocol allows, yet taken */
    REPLY_MIXED_CODE = 4,   /* lines of one reply carry different codes */
    REPLY_CODE_CLASH = 8,   /* the class of the enhanced code disagrees with the reply's first digit */
    REPLY_NUL = 16,
    REPLY_UNSOLICITED = 32, /* IMAP untagged lines that the command did not ask for */
    REPLY_STRAY_LINE = 64,  /* SMTP: lines without a code inside a multi-line reply, as FTP has them */
};

/* One complete server reply, whatever the protocol. Spans point into the bytes given to the parser; copy to keep. */
struct reply {
    struct span all;      /* every byte of it, line endings included */
    struct span first;    /* first line without its ending */
    struct span last;     /* the line that decides, without its ending */
    unsigned line_count;
    enum answer answer;
    int code;             /* decimal (250, 535); 0 where the protocol has none */
    int enhanced[3];      /* RFC 2034/3463; enhanced[0] is 0 when there is none */
    struct span resp_code;/* IMAP [CODE args], POP3 [CODE], without the brackets; empty when there is none */
    struct span text;     /* the words for people on the deciding line */
    struct span challenge;/* ANSWER_MORE: base64 after "334 " or "+ " */
    unsigned odd;         /* bits of enum reply_odd */
};

/* Most bytes of one line and of one whole reply that are taken: hostile servers must not cost memory. */
#define PROTO_LINE_MAX 65536
#define PROTO_REPLY_MAX 262144
#define PROTO_CAPS_MAX 200

enum caps_odd {
    CAPS_STARTTLS_MASKED = 1,    /* a keyword such as XXXXXXXA or "XXXA": a middlebox was here */
    CAPS_STARTTLS_FIRST_LINE = 2,/* STARTTLS stands in the first 250 line, where strict clients overlook it */
    CAPS_OVERFLOW = 4,           /* more than PROTO_CAPS_MAX */
    CAPS_MALFORMED = 8,
};

/* A server's feature list. A zeroed struct is "not known yet". */
struct caps {
    bool known;
    struct strv list;      /* as the server wrote them, raw, one a line or token, in its order */
    struct strv mechs;     /* SASL mechanisms, upper case, without repeats */
    bool starttls;
    bool login_disabled;   /* IMAP LOGINDISABLED */
    bool sasl_ir;          /* an initial response may be sent (SMTP: always; IMAP: SASL-IR or IMAP4rev2; POP3: SASL listed) */
    bool literal_plus;
    bool pop3_user;        /* USER listed */
    char apop[128];        /* POP3 greeting's <timestamp>, brackets included; "" when there is none */
    unsigned odd;          /* bits of enum caps_odd */
};
void caps_done(struct caps *c);
/* to must be empty. false: no memory, and to stays empty. */
bool caps_copy(struct caps *to, const struct caps *from);

struct proto {
    const char *name;         /* "imap": scheme of the clear and STARTTLS form, name in tables and JSON */
    const char *name_tls;     /* "imaps": scheme of the implicit form; NULL when there is none */
    const char *title;        /* "IMAP" */
    const char *sasl_service; /* RFC 4422 3.1: "imap", "pop", "smtp" */
    const char *alpn;         /* IANA id, or NULL: not registered */
    uint16_t port;            /* of the clear and STARTTLS form */
    uint16_t port_tls;        /* of the implicit form; 0: none */
    enum tls_mode mode;       /* what the plain scheme means: starttls, or opportunistic for smtp */
    bool server_first;        /* the server greets */
    bool mailbox_may_fail;    /* a login may be accepted for a mailbox that cannot be opened: a NOOP behind it tells */
    bool tagged;              /* commands carry tags */
    bool caps_in_greeting;    /* the greeting may carry the capability list (and may only be used as such) */
    bool success_data;        /* the final success may carry SASL data */
    size_t line_max;          /* bytes a well-behaved server keeps to; longer sets REPLY_LONG_LINE */
    size_t initial_max;       /* longest AUTH line with an initial response, CRLF included */
    const char *starttls_word;/* "STARTTLS", "STLS": for people */
    enum say harmless;        /* changes nothing before a login, and no greeting can be taken for its answer */
    const char *const *native;/* logins outside SASL, NULL-ended, best first: "APOP", "USER"; "LOGIN" for IMAP */

    /* Parses one reply at the head of in. n > 0: r is filled, n bytes belong to it. 0: more bytes are needed. -1: broken
     * (a line over PROTO_LINE_MAX, a reply over PROTO_REPLY_MAX, binary). Pure: the same bytes give the same answer. */
    long (*reply)(struct reply *r, struct span in, const struct ask *ask);
    /* Reads the list in r, where r is the reply to SAY_CAPS, SAY_GREETING, or a login's success.
     * 1: r held a list, and it replaces the one in c; 0: it held none, c's list is as before; -1: no memory, the same.
     * The POP3 greeting holds no list but fills c->apop, and a list read later leaves that as it is. */
    int (*caps)(struct caps *c, const struct reply *r, const struct ask *ask);
    /* Appends the bytes of a command, CRLF included. false, and nothing is appended: this protocol does not say that, or
     * words are missing or unfit (CR, LF or NUL in a user name; 8-bit in IMAP LOGIN without literal_plus).
     * Also false with out->broken set: no memory, and out may hold a part of the command. */
    bool (*say)(struct buf *out, enum say what, const struct words *w);
};

extern const struct proto *const protos[]; /* NULL-ended, in the order of list.h */
const struct proto *proto_by_name(struct span name);
/* A URI scheme: "imaps", "submissions", and "smtps" for submissions. NULL: unknown. */
const struct proto *proto_by_scheme(struct span scheme, enum tls_mode *mode_r, uint16_t *port_r);
/* The scheme under which a target of this mode is written. */
const char *proto_scheme(const struct proto *p, enum tls_mode mode);

#endif
