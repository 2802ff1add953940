/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_auth.c - the login: what was offered, what was tried, what the server said. */
#include "report/json_private.h"

static const char *result_word(unsigned v)
{
    return v <= AUTH_UNFINISHED ? auth_result_name((enum auth_result)v) : NULL;
}

static const struct field offer_fields[] = {
    {"name", FIELD_TEXT, FIELD_AT(struct mech_offer, name)},
    {"usable", FIELD_BOOL, FIELD_AT(struct mech_offer, usable)},
    {"why", FIELD_NAME, FIELD_AT(struct mech_offer, why)},
    {0},
};

static const struct field oauth_fields[] = {
    {"status", FIELD_NAME, FIELD_AT(struct oauth_refusal, status)},
    {"scope", FIELD_NAME, FIELD_AT(struct oauth_refusal, scope)},
    {"schemes", FIELD_NAME, FIELD_AT(struct oauth_refusal, schemes)},
    {"hint", FIELD_NAME, FIELD_AT(struct oauth_refusal, hint)},
    {0},
};

/* "offered" tells the names alone, "mechanisms" all that is known of them; "reply" the line alone, "answer" all of it. */
static const struct field auth_fields[] = {
    {"offered", FIELD_TEXTS, FIELD_AT(struct evidence, auth.offers[0].name), FIELD_COUNTED(struct evidence, auth.offer_count),
     .each = sizeof(struct mech_offer), .most = MECH_OFFERS_MAX, .derived = true},
    {"tried", FIELD_NAME, FIELD_AT(struct evidence, auth.tried)},
    {"result", FIELD_WORD, FIELD_AT(struct evidence, auth.result), .word = result_word},
    {"reply", FIELD_TEXT, FIELD_AT(struct evidence, auth.reply.line), FIELD_PRESENT(struct evidence, auth.reply.present), .derived = true},
    {"why", FIELD_NAME, FIELD_AT(struct evidence, auth.why)},
    {"mechanisms", FIELD_ROWS, FIELD_AT(struct evidence, auth.offers), FIELD_COUNTED(struct evidence, auth.offer_count),
     FIELD_OF(struct mech_offer, offer_fields), .most = MECH_OFFERS_MAX},
    {"chosen", FIELD_PLACE, FIELD_AT(struct evidence, auth.chosen)},
    {"password_is_odd", FIELD_BOOL, FIELD_AT(struct evidence, auth.password_is_odd)},
    {"user_is_address", FIELD_BOOL, FIELD_AT(struct evidence, auth.user_is_address)},
    {"answer", FIELD_OBJECT, FIELD_AT(struct evidence, auth.reply), .of = json_heard_fields, FIELD_PRESENT(struct evidence, auth.reply.present)},
    {"end", FIELD_OBJECT, FIELD_AT(struct evidence, auth.end), .of = json_ended_fields},
    {"oauth_refusal", FIELD_OBJECT, FIELD_AT(struct evidence, auth.oauth), .of = oauth_fields,
     FIELD_PRESENT(struct evidence, auth.oauth_refused)},
    {"server_signature_wrong", FIELD_BOOL, FIELD_AT(struct evidence, auth.server_signature_wrong)},
    {"server_error", FIELD_NAME, FIELD_AT(struct evidence, auth.server_error)},
    {"broken_off", FIELD_NAME, FIELD_AT(struct evidence, auth.broken)},
    {"sent_in_clear", FIELD_BOOL, FIELD_AT(struct evidence, auth.sent_in_clear)},
    {0},
};

const struct field json_auth_fields[] = {
    {"auth", FIELD_OBJECT, .at = 0, .size = sizeof(struct evidence), .of = auth_fields},
    {0},
};
