/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_private.h - one walk: a cursor moving along a plan. Private to walk/.
 *
 * walk.c owns the cursor: stages end through walk_pass/walk_end and nothing else moves it. Each kind of stage is a row of
 * functions (the *_step.c files); the protocol's words come from its struct proto.
 */
#ifndef TLSWALK_WALK_PRIVATE_H
#define TLSWALK_WALK_PRIVATE_H

#include "tls/hello.h"
#include "walk/channel.h"
#include "walk/evidence.h"
#include "walk/mask.h"
#include "walk/visit.h"

#define US_PER_MS UINT64_C(1000)
#define US_PER_S UINT64_C(1000000)

/* How far the test of STARTTLS has come inside TLS. */
enum injection_phase {
    INJECTION_LISTEN,  /* nothing is said: an answer can only be to what was said before TLS */
    INJECTION_ASKED,   /* a command was said; a server that waits for one may answer both now */
    INJECTION_PARTING, /* goodbye was said */
    INJECTION_LAST,    /* and answered: whatever comes now is a reply too many */
};

/* A page of the web, asked for in clear where others wait for a greeting. Strings are lent. */
struct page {
    const char *host, *path; /* for the request: path begins with a slash */
    bool head_only;          /* the status and the headers are enough */
};
struct page_answer {
    int status;              /* 0: what came is no HTTP */
    char line[160];          /* the status line, safe text */
    char location[240];      /* where a redirection leads, safe text; "" */
    struct span body;        /* in ch.in */
};
#define PAGE_BYTES_MAX 65536 /* of a body */

struct walk {
    struct evidence e;
    struct transcript *transcript;
    const struct visit_options *o;  /* the visit's */
    const struct proto *proto;
    struct channel ch;
    uint16_t port;

    uint64_t base_us;               /* visit's start on the caller's clock */
    uint64_t now_us;                /* of the call that is being served */
    uint64_t deadline_us;           /* of the stage in progress; UINT64_MAX: none */
    uint64_t flush_until_us;        /* of a closing channel */
    bool *step;                     /* the visit's: pause before each stage */
    bool granted;                   /* the operator said: this one stage */
    bool out_of_memory;
    bool may_login;                 /* false once another walk of the visit has used the login */

    /* The conversation. */
    enum say said;                  /* what the awaited reply answers */
    bool awaiting;
    unsigned tag_number;
    char tag[16];
    uint64_t say_serial;            /* transcript entry of the last command */
    size_t shown;                   /* bytes of ch.in that stand in the transcript already */
    size_t unended;                 /* bytes of ch.in in which no reply to `said` has ended */

    /* Login. */
    struct mask mask;
    bool masking;
    struct auth *auth;
    const struct mech *mech;
    unsigned messages_in, messages_out;
    bool auth_ready;                /* the mechanism is content if the server now says yes */
    bool cancelled;
    struct buf held;                /* an initial response that waits for the server's empty challenge */
    bool holding;

    /* The test of STARTTLS: this walk sends a command along with it (injection_step.c). */
    struct {
        bool on;
        enum injection_phase phase;
        char tag[16];               /* by which the command's answer is known, where the protocol has room for it */
    } injection;

    const char *alpn;               /* offered in the handshake; NULL: none */
    struct span resume;             /* a session to be resumed; lent */
    /* Only asking: the stage handshake sends this hello instead of beginning a session, and is the last. */
    const struct hello *hello;      /* lent; NULL: a session is wanted */
    struct hello_answer answer;
    enum hello_outcome outcome;

    /* Not a conversation but one page (page_step.c), in place of the stage banner. */
    const struct page *page;        /* lent; NULL: a greeting is awaited */
    struct page_answer page_answer;

    /* The second look. */
    struct channel probe;
    uint64_t probe_at_us;           /* when it starts, UINT64_MAX: not */
    uint64_t probe_until_us;
};

/* What a kind of stage does. Each returns with the stage running, or ended through walk_end. */
struct stage_kind {
    uint64_t limit_us;
    void (*enter)(struct walk *w);
    void (*input)(struct walk *w);    /* bytes may be waiting in ch.in (or in the TLS session) */
    void (*ended)(struct walk *w);    /* the peer ended, and input has taken what there was */
    void (*timeout)(struct walk *w);
    void (*leave)(struct walk *w);    /* the stage has ended, whichever way; NULL: nothing to let go of */
};
extern const struct stage_kind resolve_kind, connect_kind, banner_kind, capabilities_kind, starttls_kind, handshake_kind,
    certificate_kind, recheck_kind, auth_kind, quit_kind, injection_kind, hello_kind, page_kind;

/* walk.c */
struct walk *walk_new(const struct target *t, const struct visit_options *o, bool *step, struct err *err);
void walk_free(struct walk *w);
/* A look begins: the name and address of main are taken over, and the plan ends with the stage last. */
void walk_branch(struct walk *w, const struct walk *main, enum stage_id last, uint64_t now_us);
/* The stages before the connection are taken over from a walk that has them. */
void walk_skip_name(struct walk *w, const struct walk *from);
void walk_run(struct walk *w);        /* as far as it goes without news */
void walk_stop(struct walk *w);
void walk_tick(struct walk *w);
uint64_t walk_deadline(const struct walk *w);
bool walk_finished(const struct walk *w); /* ended, and every link of it is closed */

enum walk_next {
    NEXT_STAGE,
    NEXT_AUTH,   /* the stages up to the login do not apply */
    NEXT_QUIT,   /* nothing more can be learnt, but the connection is sound: say goodbye */
    NEXT_NONE,   /* the connection is of no more use */
};
/* Ends the stage in progress. The summary is made safe. */
void walk_end(struct walk *w, enum verdict v, enum walk_next next, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* A remark in the transcript; its serial. */
uint64_t walk_note(struct walk *w, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
enum stage_id walk_stage(const struct walk *w);
uint64_t walk_elapsed(const struct walk *w); /* since the visit began */

/* speech.c: the conversation that every stage shares */
bool speech_say(struct walk *w, enum say what, struct words *words, const char *masked);
void speech_show(struct walk *w, bool all); /* received bytes into the transcript */
/* One reply, if it is complete. 1: *r is filled and *serial_r is its deciding line's entry; 0: not yet; -1: broken.
 * After 1 the caller must call speech_used once it has taken what it wants. */
int speech_hear(struct walk *w, struct reply *r, uint64_t *serial_r);
void speech_used(struct walk *w, const struct reply *r);
void heard_keep(struct heard *h, const struct reply *r, uint64_t serial);
/* How the wait ended, for evidence. */
void ended_note(const struct walk *w, struct ended *e, bool timed_out);
const char *ended_words(const struct walk *w, const struct ended *e); /* "the server closed the connection" */

/* injection_step.c: the command joins STARTTLS in what is to be sent. Its answer is looked for by injection_kind, which stands
 * in the place of the stage recheck. false: it could not be put together. */
bool injection_slip_in(struct walk *w);

/* tls_step.c: what the session learnt since, into the evidence and the transcript; an alert may come long after the handshake */
void handshake_facts(struct walk *w);

/* auth_choice.c */
void auth_judge(struct walk *w);                        /* fills the evidence's offers and chosen */
const char *auth_why_withheld(const struct walk *w);    /* why no secret may leave now; "" when one may */
const char *auth_apop_timestamp(const struct walk *w);  /* the greeting's, "" when there is none; after STARTTLS it is stale */

/* banner_step.c: the stage ends, for another kind of service answers here */
void banner_wrong_speaker(struct walk *w);

/* probe.c */
void probe_arm(struct walk *w);       /* the banner is awaited */
void probe_disarm(struct walk *w);
void probe_tick(struct walk *w);
void probe_connected(struct walk *w);
void probe_news(struct walk *w);      /* bytes came, or the end */
void probe_failed(struct walk *w);    /* no connection could be made */

#endif
