/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_looks.c - what was asked for beside the walk: further looks, the injection test, TLS in depth. */
#include "report/json_private.h"
#include "walk/depth.h"
#include "walk/look.h"

static const char *purpose_word(unsigned v)
{
    static const char *const words[] = {
        [LOOK_NO_SNI] = "no-sni", [LOOK_TLS12] = "tls1.2", [LOOK_WIDE] = "wide", [LOOK_AS_CLIENT] = "as-client", [LOOK_PLAIN] = "plain", [LOOK_SIBLING] = "sibling",
        [LOOK_SMALL] = "small-hello", [LOOK_MAIL_PORT] = "mail-port", [LOOK_WEB_PORT] = "web-port",
        [LOOK_PORTAL] = "portal", [LOOK_OTHER_NAME] = "other-name", [LOOK_ISSUER] = "issuer",
    };

    return v < sizeof words / sizeof words[0] ? words[v] : NULL;
}

static const struct field look_fields[] = {
    {"label", FIELD_TEXT, FIELD_AT(struct look_saw, ask.label)},
    {"about", FIELD_TEXT, FIELD_AT(struct look_saw, ask.words)},
    {"port", FIELD_PORT, FIELD_AT(struct look_saw, ask.port)},
    {"tls_mode", FIELD_WORD, FIELD_AT(struct look_saw, ask.mode), .word = json_mode_word},
    {"stage", FIELD_WORD, FIELD_AT(struct look_saw, reached), .word = json_stage_word},
    {"verdict", FIELD_WORD, FIELD_AT(struct look_saw, verdict), .word = json_verdict_word},
    {"summary", FIELD_TEXT, FIELD_AT(struct look_saw, summary)},
    {"duration_ms", FIELD_MS, FIELD_AT(struct look_saw, took_us)},
    {"connect_ms", FIELD_MS, FIELD_AT(struct look_saw, connect_us), .optional = true},
    {"tls_version", FIELD_NAME, FIELD_AT(struct look_saw, tls.version), FIELD_PRESENT(struct look_saw, tls_up), .derived = true},
    {"certificate_sha256", FIELD_NAME, FIELD_AT(struct look_saw, leaf_sha256)},
    {"purpose", FIELD_WORD, FIELD_AT(struct look_saw, ask.purpose), .word = purpose_word},
    {"last_stage", FIELD_WORD, FIELD_AT(struct look_saw, ask.last), .word = json_stage_word},
    {"no_sni", FIELD_BOOL, FIELD_AT(struct look_saw, ask.no_sni)},
    {"priority", FIELD_NAME, FIELD_AT(struct look_saw, ask.priority)},
    {"connected", FIELD_BOOL, FIELD_AT(struct look_saw, connected)},
    {"tls_up", FIELD_BOOL, FIELD_AT(struct look_saw, tls_up)},
    {"end", FIELD_OBJECT, FIELD_AT(struct look_saw, end), .of = json_ended_fields},
    {"greeting", FIELD_OBJECT, FIELD_AT(struct look_saw, greeting), .of = json_heard_fields, FIELD_PRESENT(struct look_saw, greeting.present)},
    {"sounds_like", FIELD_WORD, FIELD_AT(struct look_saw, speaker), .word = json_speaker_word},
    {"handshake", FIELD_OBJECT, FIELD_AT(struct look_saw, tls), .of = json_facts_fields},
    {"certificate_names", FIELD_NAME, FIELD_AT(struct look_saw, leaf_names)},
    {"certificate_passed", FIELD_BOOL, FIELD_AT(struct look_saw, cert_passed)},
    {"asked_host", FIELD_NAME, FIELD_AT(struct look_saw, ask.elsewhere), .optional = true},
    {"asked_page", FIELD_NAME, FIELD_AT(struct look_saw, ask.page), .optional = true},
    {"code", FIELD_INT, FIELD_AT(struct look_saw, code), .optional = true},
    {"found", FIELD_NAME, FIELD_AT(struct look_saw, answer), .optional = true},
    {"leads_to", FIELD_NAME, FIELD_AT(struct look_saw, leads_to), .optional = true},
    {0},
};

/* "looks" is null when none were asked for. */
static const struct field looks_fields[] = {
    {"looks", FIELD_OWN_ROWS, FIELD_AT(struct looks, items), FIELD_COUNTED(struct looks, count), FIELD_OF(struct look_saw, look_fields),
     .most = LOOKS_MAX},
    {"looks_running", FIELD_BOOL, FIELD_AT(struct looks, running), .optional = true},
    {"looks_ended", FIELD_BOOL, FIELD_AT(struct looks, ended), .optional = true},
    {"looks_stopped", FIELD_NAME, FIELD_AT(struct looks, stopped), .optional = true},
    {0},
};

static const char *outcome_word(unsigned v)
{
    return v <= INJECTION_UNTOLD ? injection_outcome_name((enum injection_outcome)v) : NULL;
}

static const struct field injection_fields[] = {
    {"outcome", FIELD_WORD, FIELD_AT(struct evidence, injection.outcome), .word = outcome_word},
    {"running", FIELD_BOOL, FIELD_AT(struct evidence, injection.running)},
    {"sent", FIELD_NAME, FIELD_AT(struct evidence, injection.sent)},
    {"came", FIELD_NAME, FIELD_AT(struct evidence, injection.came)},
    {"why", FIELD_NAME, FIELD_AT(struct evidence, injection.why)},
    {"proof", FIELD_SERIAL, FIELD_AT(struct evidence, injection.serial)},
    {0},
};

static const char *kind_word(unsigned v)
{
    return v <= DEPTH_CLIENT_CERT ? depth_kind_name((enum depth_kind)v) : NULL;
}

static const struct field depth_row_fields[] = {
    {"kind", FIELD_WORD, FIELD_AT(struct depth_row, kind), .word = kind_word},
    {"label", FIELD_TEXT, FIELD_AT(struct depth_row, label)},
    {"value", FIELD_TEXT, FIELD_AT(struct depth_row, value)},
    {"grade", FIELD_WORD, FIELD_AT(struct depth_row, grade), .word = json_verdict_word},
    {"why", FIELD_NAME, FIELD_AT(struct depth_row, why)},
    {0},
};

static const struct field depth_fields[] = {
    {"handshakes", FIELD_UNSIGNED, FIELD_AT(struct depth, handshakes)},
    {"stopped", FIELD_NAME, FIELD_AT(struct depth, stopped)},
    {"rows", FIELD_OWN_ROWS, FIELD_AT(struct depth, rows), FIELD_COUNTED(struct depth, count), FIELD_OF(struct depth_row, depth_row_fields),
     .most = DEPTH_ROWS_MAX},
    {"running", FIELD_BOOL, FIELD_AT(struct depth, running), .optional = true},
    {"ended", FIELD_BOOL, FIELD_AT(struct depth, ended), .optional = true},
    {0},
};

const struct field json_looks_fields[] = {
    {"looks", FIELD_HOISTED, FIELD_AT(struct evidence, looks), FIELD_OF(struct looks, looks_fields)},
    {"injection", FIELD_OBJECT, .at = 0, .size = sizeof(struct evidence), .of = injection_fields,
     FIELD_PRESENT(struct evidence, injection.wanted)},
    {"depth", FIELD_OWN_OBJECT, FIELD_AT(struct evidence, depth), FIELD_OF(struct depth, depth_fields)},
    {0},
};
