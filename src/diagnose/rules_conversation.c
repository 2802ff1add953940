/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_conversation.c - ends of a conversation that nothing more particular explains. They come last. */
#include "diagnose/rule_private.h"

/* The stage that failed, how its wait ended, and the last reply heard in it. */
struct broken_talk {
    enum stage_id stage;
    const struct ended *end;
    const struct heard *last;
};

static bool talk_broke(const struct evidence *e, struct broken_talk *t)
{
    const struct broken_talk talks[] = {
        {STAGE_CAPABILITIES, &e->caps_end, e->tls.secured ? &e->caps_after_reply : &e->caps_reply},
        {STAGE_STARTTLS, &e->starttls.end, &e->starttls.reply},
        {STAGE_RECHECK, &e->recheck_end, &e->caps_after_reply},
        {STAGE_AUTH, &e->auth.end, &e->auth.reply},
    };
    for (size_t i = 0; i < sizeof talks / sizeof talks[0]; i++)
        if (stage_failed(e, talks[i].stage)) {
            *t = talks[i];
            return true;
        }
    return false;
}

static void fact_talk(const struct scene *s, struct match *m, const struct broken_talk *t)
{
    match_reply(m, "the last reply", t->last);
    match_ended(m, "waiting for the reply", t->end, evidence_stage(s->e, t->stage)->duration_us);
    m->stage = t->stage;
    m->ends = true;
}

static bool hung_up(const struct scene *s, struct match *m, int with)
{
    struct broken_talk t;
    (void)with;
    if (!talk_broke(s->e, &t))
        return false;
    bool said_goodbye = t.last->present && (t.last->answer == ANSWER_BYE || t.last->answer == ANSWER_LATER);
    if (!t.end->closed && !t.end->error && !said_goodbye)
        return false;
    fact_talk(s, m, &t);
    return true;
}

static bool fell_silent(const struct scene *s, struct match *m, int with)
{
    struct broken_talk t;
    (void)with;
    if (!talk_broke(s->e, &t) || !t.end->timed_out)
        return false;
    fact_talk(s, m, &t);
    return true;
}

/* A greeting that began like one and never became one. */
static bool greeting_broke(const struct evidence *e, struct broken_talk *t)
{
    *t = (struct broken_talk){STAGE_BANNER, &e->banner.end, &e->banner.reply};
    return stage_failed(e, STAGE_BANNER) && speaker_fits(e->banner.speaker, e->target->proto->name);
}

static bool nonsense(const struct scene *s, struct match *m, int with)
{
    struct broken_talk t;
    (void)with;
    if (!(greeting_broke(s->e, &t) || talk_broke(s->e, &t)) || !(t.end->broken || (t.last->present && t.last->answer == ANSWER_STRANGE)))
        return false;
    fact_talk(s, m, &t);
    return true;
}

const struct rule rules_conversation[] = {
    {"conversation-closed", hung_up},
    {"conversation-timeout", fell_silent},
    {"reply-not-understood", nonsense},
    {NULL},
};
