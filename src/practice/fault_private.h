/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fault_private.h - how a practice server departs from a good one. A zeroed struct behaviour departs in nothing. */
#ifndef TLSWALK_PRACTICE_FAULT_PRIVATE_H
#define TLSWALK_PRACTICE_FAULT_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "practice/practice.h"

/* A server in good order: nothing that RFC 9325 3.1.1 and 4.2 warn of, and an order of its own. */
#define PRACTICE_PRIORITY "NORMAL:-VERS-TLS1.1:-VERS-TLS1.0:-AES-128-CBC:-AES-256-CBC:%SERVER_PRECEDENCE"

/* The same thing said in each protocol; NULL: as a good server says it. Without the last CRLF; IMAP's tag is put before
 * it where a tag belongs ("* " begins untagged ones). {host} stands for the server's name, {nul} for the byte 0. */
struct phrase {
    const char *imap, *pop3, *smtp;
};

enum opening {
    OPENING_GREETS,
    OPENING_SILENT,  /* takes the connection and says nothing, ever */
    OPENING_CLOSES,  /* hangs up without a word */
    OPENING_FLOODS,  /* a greeting without end */
    OPENING_REFUSES, /* nobody listens */
};

enum pace {
    PACE_AT_ONCE,
    PACE_SPLIT,  /* a byte at a time, each as soon as the last has left */
    PACE_DRIP,   /* a byte at a time, with pauses */
};

enum offer {
    OFFER_BEFORE_TLS, /* STARTTLS is listed until TLS is up */
    OFFER_NEVER,      /* not listed */
    OFFER_MASKED,     /* what a packet filter makes of it: XXXXXXXA */
    OFFER_FIRST,      /* in the first line, where only the name belongs (SMTP) */
    OFFER_ALWAYS,     /* also inside TLS */
};

/* What comes of EHLO, CAPABILITY and CAPA. */
enum listing {
    LISTING_COMPLETE,
    LISTING_UNKNOWN,   /* the command is refused; HELO is taken */
    LISTING_NONSENSE,  /* answered in no protocol's words */
    LISTING_SILENT,    /* never answered */
    LISTING_CLOSES,    /* answered by the end of the connection */
    LISTING_TRUNCATES, /* half answered, and then the connection ends without a close_notify */
};

enum handshake {
    HANDSHAKE_WORKS,
    HANDSHAKE_CLOSES,
    HANDSHAKE_RESETS,
    HANDSHAKE_HANGS,
    HANDSHAKE_PLAIN,  /* answers the ClientHello in clear text */
    HANDSHAKE_NO_NAME, /* answers it with the alert unrecognized_name */
};

/* Which certificates it shows. */
enum paper {
    PAPER_GOOD,
    PAPER_EXPIRED,
    PAPER_NOT_YET_VALID,
    PAPER_OTHER_NAME,
    PAPER_WILDCARD,       /* for *.practice.test, shown by a host one label deeper */
    PAPER_SELF_SIGNED,
    PAPER_SNAKEOIL,
    PAPER_UNTRUSTED_ROOT,
    PAPER_NO_INTERMEDIATE,
    PAPER_DISORDER,
    PAPER_WEAK_KEY,
    PAPER_WEAK_SIGNATURE,
    PAPER_WRONG_PURPOSE,
    PAPER_NO_SAN,
    PAPER_EXPIRES_SOON,
    PAPER_INTERCEPTED,
    PAPER_ISSUER_NOT_CA,
    PAPER_ISSUER_EXPIRED,
    PAPER_TOO_LONG,
    PAPER_REVOKED,        /* and the server says so itself, in a stapled OCSP response */
};

/* When it shows its second certificate in place of the first. */
enum second {
    SECOND_NEVER,
    SECOND_UNNAMED,      /* to a client that does not name the server */
    SECOND_AT_IMPLICIT,  /* on the ports that begin with TLS */
};

/* What its port 80 has. */
enum web {
    WEB_NONE,   /* nobody listens */
    WEB_PORTAL, /* 511: somebody wants to be spoken to first */
    WEB_ISSUER, /* the intermediate certificate */
};

struct behaviour {
    enum opening opening;
    struct phrase greeting;
    bool hangs_up;            /* after that greeting */
    uint64_t greeting_delay_us;
    enum pace pace;
    bool swapped;             /* TLS from the first byte where clear text belongs, and the other way round */

    enum listing listing;
    enum offer offer;         /* of STARTTLS */
    const char *mechs_before; /* mechanisms listed before TLS; NULL: none */
    const char *mechs_after;  /* and inside it; NULL: all */
    struct phrase refusal;    /* of STARTTLS; NULL: it is taken */
    bool injects;             /* somebody puts lines behind the go-ahead */
    bool keeps_input;         /* obeys inside TLS what came in clear behind STARTTLS */

    enum handshake handshake;
    const char *priority;     /* GnuTLS; NULL: PRACTICE_PRIORITY */
    bool wants_client_cert;
    enum paper paper, second_paper;
    enum second second;
    enum web web;
    const char *label;        /* the host is LABEL.NAME.practice.test */

    struct phrase login;      /* the answer to every login, right or wrong */
    bool login_hangs_up;      /* after that answer */
    const char *use;          /* IMAP: the answer to a NOOP behind a login; NULL: it is done */
    bool lies;                /* SCRAM: cannot prove that it knows the password */
    bool rebinds;             /* sees another TLS session than the client: TLS ends before it */
    bool babbles;             /* challenges that are no base64 */
};

const struct behaviour *fault_behaviour(const struct fault *f);
/* Its index in practice_faults. */
size_t fault_index(const struct fault *f);
/* "good.practice.test". cap >= PRACTICE_HOST_MAX */
#define PRACTICE_HOST_MAX 128
void fault_host(const struct fault *f, char *to, size_t cap);
/* Certificates are kept for so many. */
#define PRACTICE_FAULTS_MAX 120

#endif
