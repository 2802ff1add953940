/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_name.c - which addresses the name had, by each of the two that were asked. */
#include "report/json_private.h"

/* Addresses are written as their text alone; whether one is IPv6 shows from it. */
#define ADDRESSES(type) \
    {"addresses", FIELD_TEXTS, FIELD_AT(type, addresses), FIELD_COUNTED(type, count), \
     .each = sizeof(struct address), .cap = sizeof(((struct address *)0)->text), \
     .most = ADDRESSES_MAX}

static const struct field answers_fields[] = {
    {"asked", FIELD_BOOL, FIELD_AT(struct answer_set, asked)},
    {"answered", FIELD_BOOL, FIELD_AT(struct answer_set, answered)},
    {"timed_out", FIELD_BOOL, FIELD_AT(struct answer_set, timed_out)},
    {"no_such_name", FIELD_BOOL, FIELD_AT(struct answer_set, nxdomain)},
    {"server_failed", FIELD_BOOL, FIELD_AT(struct answer_set, servfail)},
    {"rcode", FIELD_PLACE, FIELD_AT(struct answer_set, rcode)},
    {"error", FIELD_INT, FIELD_AT(struct answer_set, error)},
    {"error_text", FIELD_NAME, FIELD_AT(struct answer_set, error_text)},
    ADDRESSES(struct answer_set),
    {"took_ms", FIELD_MS, FIELD_AT(struct answer_set, took_us)},
    {0},
};

static const struct field resolution_fields[] = {
    {"system", FIELD_OBJECT, FIELD_AT(struct resolution, system), .of = answers_fields},
    {"dns", FIELD_OBJECT, FIELD_AT(struct resolution, dns), .of = answers_fields},
    {"literal", FIELD_BOOL, FIELD_AT(struct resolution, literal)},
    {"given", FIELD_BOOL, FIELD_AT(struct resolution, given)},
    {"validated", FIELD_BOOL, FIELD_AT(struct resolution, validated)},
    {"secure", FIELD_BOOL, FIELD_AT(struct resolution, secure)},
    {"bogus", FIELD_BOOL, FIELD_AT(struct resolution, bogus)},
    {"why_bogus", FIELD_NAME, FIELD_AT(struct resolution, why_bogus)},
    {"canonical", FIELD_NAME, FIELD_AT(struct resolution, canonical)},
    {"hosts_file", FIELD_BOOL, FIELD_AT(struct resolution, hosts_file)},
    {"has_mx", FIELD_BOOL, FIELD_AT(struct resolution, has_mx)},
    {"has_srv", FIELD_BOOL, FIELD_AT(struct resolution, has_srv)},
    {"srv_says_no", FIELD_BOOL, FIELD_AT(struct resolution, srv_says_no)},
    ADDRESSES(struct resolution),
    {"left_out", FIELD_SIZE, FIELD_AT(struct resolution, left_out)},
    {0},
};

const struct field json_name_fields[] = {
    {"resolution", FIELD_OWN_OBJECT, FIELD_AT(struct evidence, resolution), FIELD_OF(struct resolution, resolution_fields)},
    {0},
};
