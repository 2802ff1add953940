/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence.h - what a walk saw: raw facts by stage. Rules, screens and reports read this and nothing else.
 *
 * Owner: the walk; lent until the visit is freed, constant between calls into the visit. All char arrays are safe text
 * unless said otherwise. Serial numbers name transcript entries; NO_SERIAL: none.
 */
#ifndef TLSWALK_EVIDENCE_H
#define TLSWALK_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/proto.h"
#include "proto/sniff.h"
#include "sasl/auth.h"
#include "sasl/mech.h"
#include "table/target.h"
#include "tls/cert.h"
#include "tls/tls.h"
#include "walk/stage.h"
#include "walk/transcript.h"

#define NO_SERIAL UINT64_MAX
#define ADDRESSES_MAX 16

struct address {
    char text[64];  /* "192.0.2.10", "2001:db8::10", with %scope where there is one */
    bool v6;
};

/* One answer to "which addresses has this name". */
struct answer_set {
    bool asked;
    bool answered;       /* an answer came, also a negative one */
    bool timed_out;
    bool nxdomain;       /* rcode 3, or EAI_NONAME */
    bool servfail;       /* rcode 2, or EAI_FAIL */
    int rcode;           /* DNS rcode; -1: not known */
    int error;           /* EAI_* of the system's resolver, ub_ctx_err of libunbound; 0: none */
    char error_text[160];
    struct address addresses[ADDRESSES_MAX];
    size_t count;
    uint64_t took_us;
};

struct resolution {
    struct answer_set system; /* getaddrinfo: hosts file, nsswitch: what a mail program sees */
    struct answer_set dns;    /* libunbound, A and AAAA together */
    bool literal;             /* the host was an address: nothing was asked */
    bool given;               /* the addresses were given (--address, a table's address key) */
    bool validated;           /* there was a trust anchor, so secure and bogus mean something */
    bool secure, bogus;
    char why_bogus[240];
    char canonical[256];      /* "" when the name is no alias */
    bool hosts_file;          /* the system's answer stands in the hosts file */
    bool has_mx, has_srv;     /* asked only when there was no address */
    bool srv_says_no;         /* the service record says that there is no such service (RFC 2782: target ".") */
    struct address addresses[ADDRESSES_MAX]; /* those to be walked, in order */
    size_t count;
    size_t left_out;          /* addresses of the family that the operator ruled out */
};

/* A reply kept. */
struct heard {
    bool present;
    enum answer answer;
    int code;
    int enhanced[3];
    char resp_code[160];
    char text[512];
    char line[600];    /* the deciding line, safe text */
    unsigned odd;
    uint64_t serial;   /* of the deciding line in the transcript */
};

/* How a wait ended when no reply ended it. */
struct ended {
    bool timed_out;
    bool closed;       /* FIN */
    int error;         /* errno, ECONNRESET for RST; 0: none */
    bool broken;       /* what came could not be parsed */
    uint64_t bytes;    /* received in that wait */
};

struct looks;
struct depth;

/* What became of a command that was sent in one piece with STARTTLS (CVE-2011-0411 and its like). */
enum injection_outcome {
    INJECTION_UNTESTED,
    INJECTION_DROPPED,    /* TLS came up and nobody answered it: as it must be */
    INJECTION_BROKE_TLS,  /* the server read it as TLS, and the handshake failed: safe */
    INJECTION_REFUSED,    /* the upgrade was refused because of it: safe */
    INJECTION_ANSWERED,   /* it was answered inside TLS: vulnerable */
    INJECTION_UNTOLD,     /* could not be told */
};
enum verdict injection_outcome_verdict(enum injection_outcome o);  /* PASS where the server is safe; SKIP: could not be told */
const char *injection_outcome_words(enum injection_outcome o); /* "it was dropped, as it must be" */
const char *injection_outcome_name(enum injection_outcome o); /* "untested", "dropped", "broke-tls", "refused", "answered", "untold" */

enum auth_result { AUTH_NOT_TRIED, AUTH_ACCEPTED, AUTH_REJECTED, AUTH_WITHHELD, AUTH_UNFINISHED };
const char *auth_result_name(enum auth_result r); /* "not-tried", "accepted", "rejected", "withheld", "unfinished" */

enum probe_kind {
    PROBE_NONE,
    PROBE_TLS_HELLO, /* a ClientHello on a second connection to a port that stayed silent */
};

struct evidence {
    const struct target *target;
    char client[80];           /* the mail program whose setting is tried; "": none is named */
    int client_tls;            /* the newest TLS that it speaks, 0x0301 for 1.0; 0: not known */
    unsigned client_traits;    /* bits of enum client_trait (table.h): what is known of it, and not seen on the line */
    const struct resolution *resolution;
    char address[64];          /* "" when there was none to connect to */
    bool v6;
    bool login_given;
    bool insecure_auth;        /* the operator confirmed: a secret may go over an unverified channel */
    bool loopback;             /* the peer is 127/8 or ::1 */
    int64_t started_wall_us;   /* of the visit; all other times count from it */
    uint64_t started_us, ended_us; /* of this walk, since the visit began */
    bool ended;
    bool stopped;              /* by the operator */
    struct plan plan;
    size_t at;                 /* index into plan of the stage in progress; plan.count at the end */
    struct stage stages[STAGE_COUNT]; /* by plan index */

    struct {
        struct ended end;
        bool connected;
        uint64_t took_us;
        char local[64];        /* our address */
    } connect;

    struct {
        struct heard reply;
        struct ended end;
        enum speaker speaker;  /* what the first bytes sound like */
        unsigned char first[64]; /* raw first bytes */
        size_t first_len;
        uint64_t took_us;      /* from being able to read to the first byte */
    } banner;

    struct caps before, after; /* before TLS, and inside it; the first is unknown in implicit mode */
    struct heard caps_reply, caps_after_reply;
    struct ended caps_end, recheck_end;
    bool ehlo_refused;         /* HELO was tried instead */
    struct heard ehlo_refusal;

    struct {
        bool wanted;           /* the mode asks for it */
        bool offered;
        bool asked;            /* the command was sent (also when it was not offered) */
        struct heard reply;
        struct ended end;
        size_t injected;       /* bytes that were waiting behind the positive reply */
        char injected_text[200];
        uint64_t injected_serial;
        bool went_on_clear;    /* opportunistic: not offered, the walk goes on unprotected */
    } starttls;

    struct {
        bool tried, secured;
        struct tls_facts facts;
        struct ended end;
        uint64_t took_us;
    } tls;
    struct chain chain;
    uint64_t trouble_serial;   /* transcript entry that tells the chain's first trouble, the others follow; NO_SERIAL */

    struct {
        struct mech_offer offers[MECH_OFFERS_MAX];
        size_t offer_count;
        int chosen;            /* index into offers; -1 */
        enum auth_result result;
        char why[240];         /* why withheld or not tried */
        char tried[48];        /* mechanism name */
        bool user_is_address;  /* the user name has a domain in it; the name itself is not kept */
        bool password_is_odd;  /* it has bytes outside ASCII, or a blank at an end; no more of it is kept */
        struct heard reply;    /* the final answer */
        struct ended end;
        struct oauth_refusal oauth;
        bool oauth_refused;
        bool server_signature_wrong;
        char server_error[64]; /* what the server said inside the mechanism: "channel-bindings-dont-match" (RFC 5802 7) */
        char broken[240];      /* why the exchange was cancelled by us */
        bool sent_in_clear;    /* a secret left on an unencrypted line, because the operator said so */
        struct heard use;      /* IMAP: the answer to a NOOP behind an accepted login */
    } auth;

    struct {
        struct heard reply;
        struct ended end;
        bool said;
    } quit;

    struct {
        enum probe_kind kind;
        bool running, ended;
        bool tls_answered;     /* a ServerHello came */
        enum speaker speaker;  /* what else came */
        struct ended end;
        uint64_t serial;
    } probe;

    const struct looks *looks; /* further looks at the same host (look.h); NULL: none were asked for */
    const struct depth *depth; /* TLS in depth (depth.h); NULL: was not asked for */

    struct {
        bool wanted;           /* the operator asked for the test */
        bool running;
        enum injection_outcome outcome;
        char sent[160];        /* the command that went along, its tag in it */
        char came[240];        /* what answered it inside TLS */
        char why[200];         /* why it could not be told */
        uint64_t serial;       /* the transcript entry that proves it */
    } injection;

    const struct transcript *transcript;
    unsigned connections;      /* opened so far, the probe's included */
};

/* Questions asked of the evidence in more than one place. */
const struct stage *evidence_stage(const struct evidence *e, enum stage_id id); /* NULL: not in the plan */
/* The stage in progress; of an ended walk the first that failed, else the last that was not skipped. */
const struct stage *evidence_now(const struct evidence *e);
/* Capabilities that count now: inside TLS where there is TLS. */
const struct caps *evidence_caps(const struct evidence *e);
/* The server asked for peace in that reply: nobody connects again only to know more. */
bool heard_asks_for_peace(const struct heard *h);
/* Worst verdict of the walk's own stages. */
enum verdict evidence_verdict(const struct evidence *e);

#endif
