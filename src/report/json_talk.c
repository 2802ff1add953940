/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_talk.c - connection, greeting, features, the upgrade and the goodbye: what was heard, and how the waits ended. */
#include "report/json_private.h"

static const char *answer_word(unsigned v)
{
    return v <= ANSWER_STRANGE ? answer_name((enum answer)v) : NULL;
}

static const char *reply_odd_word(unsigned bit)
{
    static const char *const words[] = {"bare-lf", "long-line", "mixed-code", "code-clash", "nul", "unsolicited", "stray-line"};

    return bit < sizeof words / sizeof words[0] ? words[bit] : NULL;
}

static const char *caps_odd_word(unsigned bit)
{
    static const char *const words[] = {"starttls-masked", "starttls-in-first-line", "overflow", "malformed"};

    return bit < sizeof words / sizeof words[0] ? words[bit] : NULL;
}

const struct field json_heard_fields[] = {
    {"answer", FIELD_WORD, FIELD_AT(struct heard, answer), .word = answer_word},
    {"code", FIELD_INT, FIELD_AT(struct heard, code)},
    {"enhanced", FIELD_INTS, FIELD_AT(struct heard, enhanced)},
    {"response_code", FIELD_NAME, FIELD_AT(struct heard, resp_code)},
    {"text", FIELD_TEXT, FIELD_AT(struct heard, text)},
    {"line", FIELD_TEXT, FIELD_AT(struct heard, line)},
    {"odd", FIELD_FLAGS, FIELD_AT(struct heard, odd), .word = reply_odd_word},
    {"proof", FIELD_SERIAL, FIELD_AT(struct heard, serial)},
    {0},
};

/* "error" is an errno of the machine that wrote the report. */
const struct field json_ended_fields[] = {
    {"timed_out", FIELD_BOOL, FIELD_AT(struct ended, timed_out)},
    {"closed", FIELD_BOOL, FIELD_AT(struct ended, closed)},
    {"error", FIELD_INT, FIELD_AT(struct ended, error)},
    {"broken", FIELD_BOOL, FIELD_AT(struct ended, broken)},
    {"bytes", FIELD_COUNT, FIELD_AT(struct ended, bytes)},
    {0},
};

#define REPLY(key, member) \
    {key, FIELD_OBJECT, FIELD_AT(struct evidence, member), .of = json_heard_fields, FIELD_PRESENT(struct evidence, member.present)}
#define END(key, member) {key, FIELD_OBJECT, FIELD_AT(struct evidence, member), .of = json_ended_fields}

static const struct field connection_fields[] = {
    {"connected", FIELD_BOOL, FIELD_AT(struct evidence, connect.connected)},
    {"took_ms", FIELD_MS, FIELD_AT(struct evidence, connect.took_us)},
    {"local", FIELD_NAME, FIELD_AT(struct evidence, connect.local)},
    {"ipv6", FIELD_BOOL, FIELD_AT(struct evidence, v6)},
    {"loopback", FIELD_BOOL, FIELD_AT(struct evidence, loopback)},
    END("end", connect.end),
    {0},
};

static const struct field greeting_fields[] = {
    REPLY("reply", banner.reply),
    END("end", banner.end),
    {"sounds_like", FIELD_WORD, FIELD_AT(struct evidence, banner.speaker), .word = json_speaker_word},
    {"first_bytes", FIELD_BYTES, FIELD_AT(struct evidence, banner.first), FIELD_COUNTED(struct evidence, banner.first_len)},
    {"took_ms", FIELD_MS, FIELD_AT(struct evidence, banner.took_us)},
    {0},
};

/* The lists themselves stand under "capabilities". */
static const struct field caps_fields[] = {
    {"known", FIELD_BOOL, FIELD_AT(struct caps, known)},
    {"mechanisms", FIELD_LIST, FIELD_AT(struct caps, mechs), .most = PROTO_CAPS_MAX},
    {"starttls", FIELD_BOOL, FIELD_AT(struct caps, starttls)},
    {"login_disabled", FIELD_BOOL, FIELD_AT(struct caps, login_disabled)},
    {"sasl_ir", FIELD_BOOL, FIELD_AT(struct caps, sasl_ir)},
    {"literal_plus", FIELD_BOOL, FIELD_AT(struct caps, literal_plus)},
    {"pop3_user", FIELD_BOOL, FIELD_AT(struct caps, pop3_user)},
    {"apop", FIELD_NAME, FIELD_AT(struct caps, apop)},
    {"odd", FIELD_FLAGS, FIELD_AT(struct caps, odd), .word = caps_odd_word},
    {0},
};

static const struct field features_fields[] = {
    {"before_tls", FIELD_OBJECT, FIELD_AT(struct evidence, before), .of = caps_fields},
    {"after_tls", FIELD_OBJECT, FIELD_AT(struct evidence, after), .of = caps_fields},
    REPLY("reply", caps_reply),
    REPLY("recheck_reply", caps_after_reply),
    END("end", caps_end),
    END("recheck_end", recheck_end),
    {"ehlo_refused", FIELD_BOOL, FIELD_AT(struct evidence, ehlo_refused)},
    REPLY("ehlo_refusal", ehlo_refusal),
    {0},
};

static const struct field starttls_fields[] = {
    {"wanted", FIELD_BOOL, FIELD_AT(struct evidence, starttls.wanted)},
    {"offered", FIELD_BOOL, FIELD_AT(struct evidence, starttls.offered)},
    {"asked", FIELD_BOOL, FIELD_AT(struct evidence, starttls.asked)},
    REPLY("reply", starttls.reply),
    END("end", starttls.end),
    {"injected_bytes", FIELD_SIZE, FIELD_AT(struct evidence, starttls.injected)},
    {"injected_text", FIELD_NAME, FIELD_AT(struct evidence, starttls.injected_text)},
    {"injected_proof", FIELD_SERIAL, FIELD_AT(struct evidence, starttls.injected_serial)},
    {"went_on_in_clear", FIELD_BOOL, FIELD_AT(struct evidence, starttls.went_on_clear)},
    {0},
};

static const struct field goodbye_fields[] = {
    {"said", FIELD_BOOL, FIELD_AT(struct evidence, quit.said)},
    REPLY("reply", quit.reply),
    END("end", quit.end),
    {0},
};

static const char *probe_word(unsigned v)
{
    static const char *const words[] = {[PROBE_NONE] = "", [PROBE_TLS_HELLO] = "tls-hello"};

    return v < sizeof words / sizeof words[0] ? words[v] : NULL;
}

static const struct field probe_fields[] = {
    {"kind", FIELD_WORD, FIELD_AT(struct evidence, probe.kind), .word = probe_word},
    {"running", FIELD_BOOL, FIELD_AT(struct evidence, probe.running)},
    {"ended", FIELD_BOOL, FIELD_AT(struct evidence, probe.ended)},
    {"tls_answered", FIELD_BOOL, FIELD_AT(struct evidence, probe.tls_answered)},
    {"sounds_like", FIELD_WORD, FIELD_AT(struct evidence, probe.speaker), .word = json_speaker_word},
    END("end", probe.end),
    {"proof", FIELD_SERIAL, FIELD_AT(struct evidence, probe.serial)},
    {0},
};

static const struct field capabilities_fields[] = {
    {"before_tls", FIELD_LIST, FIELD_AT(struct evidence, before.list), .most = PROTO_CAPS_MAX},
    {"after_tls", FIELD_LIST, FIELD_AT(struct evidence, after.list), .most = PROTO_CAPS_MAX},
    {0},
};

#define SECTION(key, rows) {key, FIELD_OBJECT, .at = 0, .size = sizeof(struct evidence), .of = rows}

const struct field json_caps_fields[] = {SECTION("capabilities", capabilities_fields), {0}};

const struct field json_talk_fields[] = {
    SECTION("connection", connection_fields),
    SECTION("greeting", greeting_fields),
    SECTION("features", features_fields),
    SECTION("starttls", starttls_fields),
    SECTION("goodbye", goodbye_fields),
    SECTION("probe", probe_fields),
    {0},
};

const struct field json_state_fields[] = {
    {"ended", FIELD_BOOL, FIELD_AT(struct evidence, ended)},
    {"stopped", FIELD_BOOL, FIELD_AT(struct evidence, stopped)},
    {"stage_in_progress", FIELD_SIZE, FIELD_AT(struct evidence, at)},
    {"login_given", FIELD_BOOL, FIELD_AT(struct evidence, login_given)},
    {"insecure_auth", FIELD_BOOL, FIELD_AT(struct evidence, insecure_auth)},
    {"connections", FIELD_UNSIGNED, FIELD_AT(struct evidence, connections)},
    {"program_tried", FIELD_NAME, FIELD_AT(struct evidence, client), .plain = true},
    {"program_tls", FIELD_INT, FIELD_AT(struct evidence, client_tls)},
    {"program_traits", FIELD_UNSIGNED, FIELD_AT(struct evidence, client_traits)},
    {0},
};
