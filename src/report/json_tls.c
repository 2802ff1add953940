/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_tls.c - the TLS session, the certificates, and what is wrong with them. */
#include "report/json_private.h"

/* What TLS has become; null when there is none. */
static const struct field session_fields[] = {
    {"version", FIELD_NAME, FIELD_AT(struct tls_facts, version)},
    {"cipher", FIELD_NAME, FIELD_AT(struct tls_facts, cipher)},
    {"group", FIELD_NAME, FIELD_AT(struct tls_facts, group)},
    {"signature", FIELD_NAME, FIELD_AT(struct tls_facts, signature)},
    {"alpn", FIELD_NAME, FIELD_AT(struct tls_facts, alpn)},
    {"sni", FIELD_NAME, FIELD_AT(struct tls_facts, sni)},
    {"ocsp_stapled", FIELD_BOOL, FIELD_AT(struct tls_facts, ocsp_stapled)},
    {"resumed", FIELD_BOOL, FIELD_AT(struct tls_facts, resumed)},
    {"suite", FIELD_NAME, FIELD_AT(struct tls_facts, suite)},
    {0},
};

/* Everything that is known of a handshake, also of one that failed. */
const struct field json_facts_fields[] = {
    {"started", FIELD_BOOL, FIELD_AT(struct tls_facts, started)},
    {"complete", FIELD_BOOL, FIELD_AT(struct tls_facts, complete)},
    {"server_hello", FIELD_BOOL, FIELD_AT(struct tls_facts, server_hello)},
    {"version", FIELD_NAME, FIELD_AT(struct tls_facts, version)},
    {"version_number", FIELD_INT, FIELD_AT(struct tls_facts, version_number)},
    {"cipher", FIELD_NAME, FIELD_AT(struct tls_facts, cipher)},
    {"suite", FIELD_NAME, FIELD_AT(struct tls_facts, suite)},
    {"group", FIELD_NAME, FIELD_AT(struct tls_facts, group)},
    {"signature", FIELD_NAME, FIELD_AT(struct tls_facts, signature)},
    {"key_exchange", FIELD_NAME, FIELD_AT(struct tls_facts, kx)},
    {"mac", FIELD_NAME, FIELD_AT(struct tls_facts, mac)},
    {"dh_bits", FIELD_INT, FIELD_AT(struct tls_facts, dh_bits)},
    {"weak_cipher", FIELD_BOOL, FIELD_AT(struct tls_facts, weak_cipher)},
    {"weak_dh", FIELD_BOOL, FIELD_AT(struct tls_facts, weak_dh)},
    {"alpn", FIELD_NAME, FIELD_AT(struct tls_facts, alpn)},
    {"sni", FIELD_NAME, FIELD_AT(struct tls_facts, sni)},
    {"ocsp_stapled", FIELD_BOOL, FIELD_AT(struct tls_facts, ocsp_stapled)},
    {"resumed", FIELD_BOOL, FIELD_AT(struct tls_facts, resumed)},
    {"extended_master_secret", FIELD_BOOL, FIELD_AT(struct tls_facts, extended_master_secret)},
    {"safe_renegotiation", FIELD_BOOL, FIELD_AT(struct tls_facts, safe_renegotiation)},
    {"client_certificate_asked", FIELD_BOOL, FIELD_AT(struct tls_facts, client_cert_asked)},
    {"client_authorities", FIELD_NAME, FIELD_AT(struct tls_facts, client_cas)},
    {"client_authority_count", FIELD_SIZE, FIELD_AT(struct tls_facts, client_ca_count)},
    {"error", FIELD_INT, FIELD_AT(struct tls_facts, error)},
    {"error_text", FIELD_NAME, FIELD_AT(struct tls_facts, error_text)},
    {"alert", FIELD_PLACE, FIELD_AT(struct tls_facts, alert)},
    {"alert_text", FIELD_NAME, FIELD_AT(struct tls_facts, alert_text)},
    {"transport_error", FIELD_INT, FIELD_AT(struct tls_facts, transport_error)},
    {"transport_ended", FIELD_BOOL, FIELD_AT(struct tls_facts, transport_ended)},
    {"truncated", FIELD_BOOL, FIELD_AT(struct tls_facts, truncated)},
    {"plaintext_peer", FIELD_BOOL, FIELD_AT(struct tls_facts, plaintext_peer)},
    {"plain_bytes", FIELD_BYTES, FIELD_AT(struct tls_facts, plain_bytes), FIELD_COUNTED(struct tls_facts, plain_len)},
    {"hello_bytes", FIELD_SIZE, FIELD_AT(struct tls_facts, hello_bytes)},
    {"messages", FIELD_TEXTS, FIELD_AT(struct tls_facts, notes), FIELD_COUNTED(struct tls_facts, note_count),
     .each = sizeof(((struct tls_facts *)0)->notes[0]), .cap = sizeof(((struct tls_facts *)0)->notes[0]), .most = TLS_NOTES_MAX},
    {0},
};

static const struct field cert_fields[] = {
    {"subject", FIELD_STRING, FIELD_AT(struct cert, subject)},
    {"issuer", FIELD_STRING, FIELD_AT(struct cert, issuer)},
    {"serial", FIELD_STRING, FIELD_AT(struct cert, serial)},
    {"not_before", FIELD_DATE, FIELD_AT(struct cert, not_before)},
    {"not_after", FIELD_DATE, FIELD_AT(struct cert, not_after)},
    {"names", FIELD_LIST, FIELD_AT(struct cert, names), .most = JSON_LIST_MAX},
    {"key", FIELD_STRING, FIELD_AT(struct cert, key)},
    {"signature", FIELD_STRING, FIELD_AT(struct cert, signature)},
    {"sha256", FIELD_TEXT, FIELD_AT(struct cert, sha256)},
    {"spki_sha256", FIELD_TEXT, FIELD_AT(struct cert, spki_sha256)},
    {"self_signed", FIELD_BOOL, FIELD_AT(struct cert, self_signed)},
    {"subject_name", FIELD_STRING, FIELD_AT(struct cert, subject_cn)},
    {"issuer_name", FIELD_STRING, FIELD_AT(struct cert, issuer_cn)},
    {"addresses", FIELD_LIST, FIELD_AT(struct cert, ips), .most = JSON_LIST_MAX},
    {"key_bits", FIELD_UNSIGNED, FIELD_AT(struct cert, key_bits)},
    {"key_usage", FIELD_STRING, FIELD_AT(struct cert, key_usage)},
    {"purposes", FIELD_LIST, FIELD_AT(struct cert, purposes), .most = JSON_LIST_MAX},
    {"issuer_url", FIELD_STRING, FIELD_AT(struct cert, aia_issuer_url)},
    {"ocsp_url", FIELD_STRING, FIELD_AT(struct cert, ocsp_url)},
    {"crl_url", FIELD_STRING, FIELD_AT(struct cert, crl_url)},
    {"has_san", FIELD_BOOL, FIELD_AT(struct cert, has_san)},
    {"has_dns_name", FIELD_BOOL, FIELD_AT(struct cert, has_dns_name)},
    {"is_ca", FIELD_BOOL, FIELD_AT(struct cert, is_ca)},
    {"path_length", FIELD_INT, FIELD_AT(struct cert, path_len)},
    {"self_issued", FIELD_BOOL, FIELD_AT(struct cert, self_issued)},
    {"weak_signature", FIELD_BOOL, FIELD_AT(struct cert, weak_signature)},
    {"weak_key", FIELD_BOOL, FIELD_AT(struct cert, weak_key)},
    {"sha1", FIELD_TEXT, FIELD_AT(struct cert, sha1)},
    {"spki_pin", FIELD_TEXT, FIELD_AT(struct cert, spki_pin)},
    {"der", FIELD_OWN_BYTES, FIELD_AT(struct cert, der), FIELD_COUNTED(struct cert, der_len), .most = CHAIN_BYTES_MAX},
    {0},
};

static const char *problem_word(unsigned v)
{
    return v < CERT_PROBLEM_COUNT ? cert_problem_name((enum cert_problem)v) : NULL;
}

/* "certificate" is null when it is about the chain as a whole. */
static const struct field trouble_fields[] = {
    {"problem", FIELD_WORD, FIELD_AT(struct cert_trouble, problem), .word = problem_word},
    {"certificate", FIELD_PLACE, FIELD_AT(struct cert_trouble, at)},
    {"detail", FIELD_TEXT, FIELD_AT(struct cert_trouble, detail)},
    {0},
};

/* What the certificates were checked for; null when they were not. */
static const struct field chain_fields[] = {
    {"problems", FIELD_ROWS, FIELD_AT(struct chain, troubles), FIELD_COUNTED(struct chain, trouble_count),
     FIELD_OF(struct cert_trouble, trouble_fields), .most = CHAIN_TROUBLES_MAX},
    {"trusted", FIELD_BOOL, FIELD_AT(struct chain, trusted)},
    {"trust", FIELD_NAME, FIELD_AT(struct chain, trust_name)},
    {"asked_name", FIELD_NAME, FIELD_AT(struct chain, asked_name)},
    {"matched_name", FIELD_NAME, FIELD_AT(struct chain, matched_name)},
    {"days_left", FIELD_SIGNED, FIELD_AT(struct chain, days_left)},
    {"in_date", FIELD_BOOL, FIELD_AT(struct chain, in_date)},
    {"name_fits", FIELD_BOOL, FIELD_AT(struct chain, name_ok)},
    {"path", FIELD_SIZES, FIELD_AT(struct chain, path), FIELD_COUNTED(struct chain, path_count), .most = CHAIN_CERTS_MAX},
    {"root", FIELD_OWN_OBJECT, FIELD_AT(struct chain, root), FIELD_OF(struct cert, cert_fields)},
    {"gnutls_status", FIELD_UNSIGNED, FIELD_AT(struct chain, gnutls_status)},
    {"ocsp_good", FIELD_BOOL, FIELD_AT(struct chain, ocsp_good)},
    {"ocsp_produced", FIELD_DATE, FIELD_AT(struct chain, ocsp_produced)},
    {0},
};

/* What was sent, checked or not. */
static const struct field sent_fields[] = {
    {"bytes", FIELD_SIZE, FIELD_AT(struct chain, bytes)},
    {"truncated", FIELD_BOOL, FIELD_AT(struct chain, truncated)},
    {"ocsp_stapled", FIELD_BOOL, FIELD_AT(struct chain, ocsp_stapled)},
    {"ocsp_response", FIELD_OWN_BYTES, FIELD_AT(struct chain, ocsp), FIELD_COUNTED(struct chain, ocsp_len), .most = CHAIN_BYTES_MAX},
    {0},
};

const struct field json_tls_fields[] = {
    {"tls", FIELD_OBJECT, FIELD_AT(struct evidence, tls.facts), .of = session_fields, FIELD_PRESENT(struct evidence, tls.secured)},
    {"certificates", FIELD_OWN_ROWS, FIELD_AT(struct evidence, chain.certs), FIELD_COUNTED(struct evidence, chain.count),
     FIELD_OF(struct cert, cert_fields), .most = CHAIN_CERTS_MAX},
    {"chain", FIELD_OBJECT, FIELD_AT(struct evidence, chain), .of = chain_fields, FIELD_PRESENT(struct evidence, chain.checked)},
    {0},
};

static const struct field handshake_fields[] = {
    {"tried", FIELD_BOOL, FIELD_AT(struct evidence, tls.tried)},
    {"took_ms", FIELD_MS, FIELD_AT(struct evidence, tls.took_us)},
    {"end", FIELD_OBJECT, FIELD_AT(struct evidence, tls.end), .of = json_ended_fields},
    {"facts", FIELD_OBJECT, FIELD_AT(struct evidence, tls.facts), .of = json_facts_fields},
    {"sent", FIELD_OBJECT, FIELD_AT(struct evidence, chain), .of = sent_fields},
    {"proof", FIELD_SERIAL, FIELD_AT(struct evidence, trouble_serial)},
    {0},
};

/* The same struct again: what stands under "handshake". */
const struct field json_handshake_fields[] = {
    {"handshake", FIELD_OBJECT, .at = 0, .size = sizeof(struct evidence), .of = handshake_fields},
    {0},
};
