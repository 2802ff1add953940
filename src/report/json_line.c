/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_line.c - what a line holds beside the evidence: where the walk went, its stages, findings and transcript. */
#include "report/json_private.h"

#include <stdlib.h>

const struct field json_head_fields[] = {
    {"schema", FIELD_STRING, FIELD_AT(struct json_walk, schema), .plain = true},
    {"target", FIELD_STRING, FIELD_AT(struct json_walk, target), .plain = true},
    {"protocol", FIELD_STRING, FIELD_AT(struct json_walk, protocol), .plain = true},
    {"host", FIELD_STRING, FIELD_AT(struct json_walk, host), .plain = true},
    {"port", FIELD_PORT, FIELD_AT(struct json_walk, port)},
    {"tls_mode", FIELD_WORD, FIELD_AT(struct json_walk, mode), .word = json_mode_word},
    {0},
};

const struct field json_when_fields[] = {
    {"address", FIELD_NAME, FIELD_AT(struct evidence, address)},
    {"started", FIELD_MOMENT, FIELD_AT(struct evidence, started_wall_us)},
    {"start_ms", FIELD_MS, FIELD_AT(struct evidence, started_us)},
    {0},
};

static const char *state_word(unsigned v)
{
    static const char *const words[] = {
        [STAGE_WAITING] = "waiting", [STAGE_PAUSED] = "paused", [STAGE_RUNNING] = "running", [STAGE_ENDED] = "ended",
    };

    return v < sizeof words / sizeof words[0] ? words[v] : NULL;
}

/* "verdict" is what findings made of it, "own_verdict" the walk's. */
static const struct field stage_fields[] = {
    {"name", FIELD_WORD, FIELD_AT(struct json_stage, stage.id), .word = json_stage_word},
    {"verdict", FIELD_WORD, FIELD_AT(struct json_stage, verdict), .word = json_verdict_word},
    {"start_ms", FIELD_MS, FIELD_AT(struct json_stage, stage.start_us)},
    {"duration_ms", FIELD_MS, FIELD_AT(struct json_stage, stage.duration_us)},
    {"summary", FIELD_TEXT, FIELD_AT(struct json_stage, stage.summary)},
    {"own_verdict", FIELD_WORD, FIELD_AT(struct json_stage, stage.verdict), .word = json_verdict_word},
    {"state", FIELD_WORD, FIELD_AT(struct json_stage, stage.state), .word = state_word},
    {"limit_ms", FIELD_MS, FIELD_AT(struct json_stage, stage.limit_us)},
    {"last_line", FIELD_SERIAL, FIELD_AT(struct json_stage, stage.serial)},
    {0},
};

static const char *severity_word(unsigned v)
{
    return v <= SEVERITY_ERROR ? severity_name((enum severity)v) : NULL;
}

static const char *certainty_word(unsigned v)
{
    return v <= HINT ? certainty_name((enum certainty)v) : NULL;
}

static const char *party_word(unsigned v)
{
    return v <= PARTY_NOBODY ? party_name((enum party)v) : NULL;
}

/* "proof" is the line of the transcript that proves it. */
static const struct field finding_fields[] = {
    {"code", FIELD_STRING, FIELD_AT(struct json_finding, code), .plain = true},
    {"severity", FIELD_WORD, FIELD_AT(struct json_finding, severity), .word = severity_word},
    {"certainty", FIELD_WORD, FIELD_AT(struct json_finding, certainty), .word = certainty_word},
    {"stage", FIELD_WORD, FIELD_AT(struct json_finding, stage), .word = json_stage_word},
    {"follows_from", FIELD_STRING, FIELD_AT(struct json_finding, follows_from), .plain = true},
    {"what", FIELD_STRING, FIELD_AT(struct json_finding, what)},
    {"why", FIELD_STRING, FIELD_AT(struct json_finding, why)},
    {"user", FIELD_STRING, FIELD_AT(struct json_finding, user)},
    {"admin", FIELD_STRING, FIELD_AT(struct json_finding, admin)},
    {"say", FIELD_STRING, FIELD_AT(struct json_finding, say)},
    {"evidence", FIELD_LIST, FIELD_AT(struct json_finding, evidence), .most = JSON_LIST_MAX},
    {"references", FIELD_LIST, FIELD_AT(struct json_finding, references), .most = JSON_LIST_MAX, .plain = true},
    {"party", FIELD_WORD, FIELD_AT(struct json_finding, party), .word = party_word},
    {"proof", FIELD_SERIAL, FIELD_AT(struct json_finding, serial)},
    {0},
};

const struct field json_result_fields[] = {
    {"duration_ms", FIELD_MS, FIELD_AT(struct json_walk, duration_us)},
    {"verdict", FIELD_WORD, FIELD_AT(struct json_walk, verdict), .word = json_verdict_word},
    {"client", FIELD_STRING, FIELD_AT(struct json_walk, client), .plain = true, .optional = true},
    {"client_words", FIELD_STRING, FIELD_AT(struct json_walk, words), .plain = true, .optional = true},
    {"local_time", FIELD_STRING, FIELD_AT(struct json_walk, local_time), .plain = true, .optional = true},
    {"host_as_written", FIELD_STRING, FIELD_AT(struct json_walk, host_written), .plain = true, .optional = true},
    {"stages", FIELD_OWN_ROWS, FIELD_AT(struct json_walk, stages), FIELD_COUNTED(struct json_walk, stage_count),
     FIELD_OF(struct json_stage, stage_fields), .most = STAGE_COUNT},
    {"findings", FIELD_OWN_ROWS, FIELD_AT(struct json_walk, findings), FIELD_COUNTED(struct json_walk, finding_count),
     FIELD_OF(struct json_finding, finding_fields), .most = JSON_FINDINGS_MAX},
    {0},
};

static const char *said_by_word(unsigned v)
{
    static const char *const words[] = {[SAID_SERVER] = "server", [SAID_CLIENT] = "client", [SAID_TLSWALK] = "tlswalk"};

    return v < sizeof words / sizeof words[0] ? words[v] : NULL;
}

static const char *said_stage_word(unsigned v)
{
    return v == 0 ? "" : json_stage_word(v - 1);
}

static const struct field said_fields[] = {
    {"ms", FIELD_MS, FIELD_AT(struct json_said, us)},
    {"from", FIELD_WORD, FIELD_AT(struct json_said, by), .word = said_by_word},
    {"protected", FIELD_BOOL, FIELD_AT(struct json_said, secured)},
    {"text", FIELD_SPAN, FIELD_AT(struct json_said, text)},
    {"bytes", FIELD_SPAN_BYTES, FIELD_AT(struct json_said, bytes), .most = TRANSCRIPT_LINE_MAX + 2, .optional = true},
    {"stage", FIELD_WORD, FIELD_AT(struct json_said, stage_plus_one), .word = said_stage_word, .optional = true},
    {"masked", FIELD_BOOL, FIELD_AT(struct json_said, masked), .optional = true},
    {"continues", FIELD_BOOL, FIELD_AT(struct json_said, continues), .optional = true},
    {"goes_on", FIELD_BOOL, FIELD_AT(struct json_said, goes_on), .optional = true},
    {"open", FIELD_BOOL, FIELD_AT(struct json_said, open), .optional = true},
    {"odd_end", FIELD_BOOL, FIELD_AT(struct json_said, odd_end), .optional = true},
    {0},
};

static const struct field scene_fields[] = {
    {"priority", FIELD_STRING, FIELD_AT(struct report_scene, priority), .plain = true},
    {"resolver", FIELD_STRING, FIELD_AT(struct report_scene, resolver)},
    {"terminal", FIELD_STRING, FIELD_AT(struct report_scene, terminal)},
    {"locale", FIELD_STRING, FIELD_AT(struct report_scene, locale)},
    {0},
};

const struct field json_tail_fields[] = {
    {"transcript", FIELD_OWN_ROWS, FIELD_AT(struct json_walk, said), FIELD_COUNTED(struct json_walk, said_count),
     FIELD_OF(struct json_said, said_fields), .most = JSON_SAID_MAX},
    {"dropped_transcript_bytes", FIELD_COUNT, FIELD_AT(struct json_walk, dropped_bytes)},
    {"program", FIELD_STRING, FIELD_AT(struct json_walk, program), .plain = true},
    {"gnutls", FIELD_STRING, FIELD_AT(struct json_walk, gnutls), .plain = true},
    {"scene", FIELD_OBJECT, FIELD_AT(struct json_walk, scene), .of = scene_fields, FIELD_PRESENT(struct json_walk, scene_known), .optional = true},
    {0},
};

void json_parts(struct json_part parts_r[JSON_PARTS], struct json_walk *walk, struct evidence *e)
{
    const struct json_part parts[JSON_PARTS] = {
        {json_head_fields, walk}, {json_when_fields, e}, {json_result_fields, walk}, {json_tls_fields, e},
        {json_caps_fields, e},    {json_auth_fields, e}, {json_looks_fields, e},     {json_name_fields, e},
        {json_talk_fields, e},    {json_handshake_fields, e}, {json_state_fields, e}, {json_tail_fields, walk},
    };

    for (size_t i = 0; i < JSON_PARTS; i++)
        parts_r[i] = parts[i];
}

static void finding_done(struct json_finding *f)
{
    char *texts[] = {f->code, f->follows_from, f->what, f->why, f->user, f->admin, f->say};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        free(texts[i]);
    strv_done(&f->evidence);
    strv_done(&f->references);
}

void json_walk_done(struct json_walk *w)
{
    char *texts[] = {w->schema, w->target, w->protocol, w->host, w->host_written, w->client, w->words, w->local_time, w->program, w->gnutls,
                     (char *)w->scene.priority, (char *)w->scene.resolver, (char *)w->scene.terminal, (char *)w->scene.locale};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        free(texts[i]);
    for (size_t i = 0; i < w->finding_count; i++)
        finding_done(&w->findings[i]);
    free(w->findings);
    free(w->stages);
    for (size_t i = 0; i < w->said_count; i++) {
        free((void *)w->said[i].text.ptr);
        free((void *)w->said[i].bytes.ptr);
    }
    free(w->said);
    *w = (struct json_walk){0};
}
