/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suite.h - the cipher suites of SSL 3 to TLS 1.3 by number and name, and what is weak about each.
 *
 * Wider than what GnuTLS can use: to be asked for in a hello (hello.h), not to be used.
 */
#ifndef TLSWALK_SUITE_H
#define TLSWALK_SUITE_H

#include <stddef.h>
#include <stdint.h>

#define SUITES_MAX 240 /* the table has no more rows */

const char *suite_name(uint16_t id); /* IANA's, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"; NULL: not in the table */
/* The suites that may be used in that version (0x0300 .. 0x0304), better ones first. ids holds SUITES_MAX. */
size_t suites_of(uint16_t version, uint16_t *ids);

/* How the key is agreed on. */
enum suite_exchange {
    SUITE_ECDHE,  /* a fresh key on a curve; anonymous ones, and all of TLS 1.3 */
    SUITE_DHE,    /* a fresh finite-field key; anonymous ones too */
    SUITE_RSA,    /* encrypted with the certificate's key */
    SUITE_DH,     /* Diffie-Hellman with a key from the certificate */
    SUITE_EXCHANGES
};
enum suite_exchange suite_exchange(uint16_t id);

/* RFC 9325 4.1, RFC 7465 (RC4); bits, 0: nothing to say. */
enum suite_flaw {
    SUITE_NO_ENCRYPTION = 1,
    SUITE_ANONYMOUS = 2,     /* no certificate: anybody can stand in between */
    SUITE_EXPORT = 4,        /* 40 bits, made to be broken */
    SUITE_DES = 8,           /* 56 bits; RC2 too */
    SUITE_RC4 = 16,
    SUITE_64_BIT = 32,       /* 3DES, IDEA: blocks of 64 bits, under 128 bits of strength or near it */
    SUITE_NOT_FORWARD = 64,  /* no forward secrecy: who gets the key later reads what was recorded before */
    SUITE_CBC = 128,
    SUITE_FINITE = 256,      /* TLS_DHE: the group may be too small, or shared by too many */
    SUITE_SHORT_TAG = 512,   /* CCM_8 */
};
unsigned suite_flaws(uint16_t id);

#endif
