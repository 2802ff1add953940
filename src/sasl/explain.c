/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - a message of an exchange in words, secrets left out.
 *
 * What proves a password (digests, SCRAM's p= and v=) is left out as well: a password can be guessed from it.
 * What the client says is told only where it is understood: the rest may be a secret in the wrong place.
 */
#include <string.h>

#include "base/text.h"
#include "sasl/auth.h"
#include "sasl/scram_private.h"

#define EXPLAIN_FIELD_MAX 200 /* bytes of one server's word that are told */
#define EXPLAIN_TEXT_MAX 2000 /* bytes of a whole message that are told */
#define EXPLAIN_NONCE_LEN 4   /* enough to see that two nonces differ */

static void explain_text(struct buf *out, struct span s, size_t max)
{
    size_t len = s.len < max ? s.len : max;
    while (len && len < s.len && (s.ptr[len] & 0xc0) == 0x80)
        len--;
    text_safe(out, span_head(s, len));
    if (len < s.len)
        buf_add_str(out, "...");
}

/* A message that is not what its place asks for. */
static void explain_strange(bool from_server, struct span message, struct buf *out)
{
    if (!from_server) {
        buf_add_str(out, "masked");
        return;
    }
    buf_add_str(out, "not understood: ");
    explain_text(out, message, EXPLAIN_TEXT_MAX);
}

static void explain_user(struct buf *out, struct span user)
{
    buf_add_str(out, "user ");
    explain_text(out, user, EXPLAIN_FIELD_MAX);
}

static void explain_acting(struct buf *out, struct span authzid)
{
    if (!authzid.len)
        return;
    buf_add_str(out, ", acting as ");
    explain_text(out, authzid, EXPLAIN_FIELD_MAX);
}

/* Cuts what stands before the first c off *s. false: there is no c, *s is as before. */
static bool explain_cut(struct span *s, char c, struct span *head_r)
{
    const unsigned char *at = s->len ? memchr(s->ptr, c, s->len) : NULL;
    if (!at)
        return false;
    *head_r = span_head(*s, (size_t)(at - s->ptr));
    *s = span_skip(*s, head_r->len + 1);
    return true;
}

/* RFC 4616 2: authzid NUL authcid NUL password. */
static bool explain_plain(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    struct span authzid, user;
    if (from_server || nth || !explain_cut(&message, 0, &authzid) || !explain_cut(&message, 0, &user))
        return false;
    explain_user(out, user);
    explain_acting(out, authzid);
    return buf_add_str(out, ", password masked");
}

static bool explain_login(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    if (from_server) {
        buf_add_str(out, "asks: ");
        explain_text(out, message, EXPLAIN_FIELD_MAX);
    } else if (nth == 0) {
        explain_user(out, message);
    } else {
        buf_add_str(out, "password masked");
    }
    return true;
}

/* RFC 2195 2: the answer is the name, a blank and the digest. */
static bool explain_cram(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    if (from_server) {
        buf_add_str(out, "challenge ");
        explain_text(out, message, EXPLAIN_FIELD_MAX);
        return true;
    }
    size_t user_len = message.len;
    while (user_len && message.ptr[user_len - 1] != ' ')
        user_len--;
    if (nth || !user_len)
        return false;
    explain_user(out, span_head(message, user_len - 1));
    return buf_add_str(out, ", proof masked");
}

/* RFC 2831 7.1: name=value, values perhaps quoted, commas between. Escapes inside quotes are left as they are. */
static bool digest_field(struct span message, const char *name, struct span *value_r)
{
    while (message.len) {
        struct span key, value;
        if (!explain_cut(&message, '=', &key))
            return false;
        if (message.len && message.ptr[0] == '"') {
            message = span_skip(message, 1);
            if (!explain_cut(&message, '"', &value))
                return false;
            struct span between;
            if (!explain_cut(&message, ',', &between))
                message = span_skip(message, message.len);
        } else if (!explain_cut(&message, ',', &value)) {
            value = message;
            message = span_skip(message, message.len);
        }
        if (span_is_nocase(span_trim(key), name)) {
            *value_r = span_trim(value);
            return true;
        }
    }
    return false;
}

static bool explain_digest(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    struct span field, user;
    if (from_server && digest_field(message, "rspauth", &field))
        return buf_add_str(out, "the server's own proof");
    if (from_server && digest_field(message, "nonce", &field)) {
        buf_add_str(out, "server nonce ");
        text_safe(out, span_head(field, EXPLAIN_NONCE_LEN));
        buf_add_str(out, "...");
    } else if (!from_server && nth == 0 && digest_field(message, "username", &user)) {
        explain_user(out, user);
        buf_add_str(out, ", proof masked");
    } else {
        return false;
    }
    static const char *const told[] = {"realm", "qop", "digest-uri"};
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (digest_field(message, told[i], &field)) {
            buf_addf(out, ", %s ", told[i]);
            explain_text(out, field, EXPLAIN_FIELD_MAX);
        }
    return true;
}

static void explain_nonce(struct buf *out, struct span nonce)
{
    buf_add_str(out, "nonce ");
    text_safe(out, span_head(nonce, EXPLAIN_NONCE_LEN));
    buf_add_str(out, "...");
}

static void explain_binding(struct buf *out, struct span flag)
{
    if (span_starts(flag, "p=")) {
        buf_add_str(out, ", bound to the TLS session by ");
        explain_text(out, span_skip(flag, 2), EXPLAIN_FIELD_MAX);
    } else if (span_is(flag, "y")) {
        buf_add_str(out, ", could be bound to the TLS session but the server did not offer it");
    } else {
        buf_add_str(out, ", not bound to the TLS session");
    }
}

static bool explain_scram_client(unsigned nth, struct span message, struct buf *out)
{
    struct span flag, authzid, user, nonce;
    if (nth)
        return scram_field(message, 'p', &nonce) && buf_add_str(out, "proof masked");
    if (!scram_header(&message, &flag, &authzid) || !scram_field(message, 'n', &user) ||
        !scram_field(message, 'r', &nonce))
        return false;
    explain_user(out, user);
    explain_acting(out, authzid);
    buf_add_str(out, ", ");
    explain_nonce(out, nonce);
    explain_binding(out, flag);
    return true;
}

/* Bytes that base64 text stands for; its form is the library's matter. */
static size_t explain_base64_len(struct span s)
{
    while (s.len && s.ptr[s.len - 1] == '=')
        s.len--;
    return s.len * 3 / 4;
}

static bool explain_scram_server(struct span message, struct buf *out)
{
    struct span nonce, salt, rounds;
    if (scram_field(message, 'r', &nonce) && scram_field(message, 's', &salt) && scram_field(message, 'i', &rounds)) {
        buf_add_str(out, "server ");
        explain_nonce(out, nonce);
        buf_addf(out, ", salt %zu bytes, ", explain_base64_len(salt));
        explain_text(out, rounds, 20);
        return buf_add_str(out, " rounds");
    }
    if (scram_field(message, 'v', &nonce))
        return buf_add_str(out, "the server's own proof");
    if (!scram_field(message, 'e', &nonce))
        return false;
    buf_add_str(out, "error ");
    explain_text(out, nonce, EXPLAIN_FIELD_MAX);
    return true;
}

static bool explain_scram(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    return from_server ? explain_scram_server(message, out) : explain_scram_client(nth, message, out);
}

static bool explain_refusal(struct span message, struct buf *out)
{
    explain_text(out, message, EXPLAIN_TEXT_MAX);
    return true;
}

static bool explain_xoauth2(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    struct span user;
    if (from_server)
        return explain_refusal(message, out);
    if (nth || !span_starts(message, "user=") || !explain_cut(&message, '\001', &user))
        return false;
    explain_user(out, span_skip(user, strlen("user=")));
    return buf_add_str(out, ", token masked");
}

static bool explain_bearer(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    struct span flag, user;
    if (from_server)
        return explain_refusal(message, out);
    if (nth)
        return span_is(message, "\001") && buf_add_str(out, "end of the refused exchange");
    if (!scram_header(&message, &flag, &user))
        return false;
    explain_user(out, user);
    return buf_add_str(out, ", token masked");
}

static bool explain_external(bool from_server, unsigned nth, struct span message, struct buf *out)
{
    if (from_server || nth)
        return false;
    buf_add_str(out, "the client certificate's own name");
    explain_acting(out, message);
    return true;
}

/* By the beginning of the name; the first that fits. */
static const struct explainer {
    const char *mech;
    bool (*explain)(bool from_server, unsigned nth, struct span message, struct buf *out);
} explainers[] = {
    {"SCRAM-", explain_scram},   {"PLAIN", explain_plain},      {"LOGIN", explain_login},
    {"CRAM-MD5", explain_cram},  {"DIGEST-MD5", explain_digest}, {"XOAUTH2", explain_xoauth2},
    {"OAUTHBEARER", explain_bearer}, {"EXTERNAL", explain_external},
};

void auth_explain(const char *mech, bool from_server, unsigned nth, struct span message, struct buf *out)
{
    if (!message.len && !(strcmp(mech, "EXTERNAL") == 0 && !from_server)) {
        buf_add_str(out, from_server ? "empty challenge" : "empty answer");
        return;
    }
    if (!message.len)
        message = span_str("");
    size_t before = buf_len(out);
    for (size_t i = 0; i < sizeof explainers / sizeof explainers[0]; i++)
        if (strncmp(mech, explainers[i].mech, strlen(explainers[i].mech)) == 0 &&
            explainers[i].explain(from_server, nth, message, out))
            return;
    if (buf_len(out) == before)
        explain_strange(from_server, message, out);
}
