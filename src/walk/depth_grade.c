/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_grade.c - how good it is that something is taken: RFC 9325, and what it refers to. */
#include "walk/depth_private.h"

static void grade(struct depth_row *row, enum verdict v, const char *why)
{
    row->grade = v;
    depth_why(row, "%s", why);
}

void depth_grade_version(struct depth_row *row, uint16_t version, bool taken)
{
    static const struct {
        uint16_t version;
        enum verdict taken, refused;
        const char *why_taken, *why_refused;
    } grades[] = {
        {0x0304, VERDICT_PASS, VERDICT_NOTE, "", "the best version there is (RFC 9325 3.1.1)"},
        {0x0303, VERDICT_PASS, VERDICT_NOTE, "", "programs of some years ago know nothing newer (RFC 9325 3.1.1)"},
        {0x0302, VERDICT_FAIL, VERDICT_PASS, "must not be used any more (RFC 8996)", ""},
        {0x0301, VERDICT_FAIL, VERDICT_PASS, "must not be used any more (RFC 8996)", ""},
        {0x0300, VERDICT_FAIL, VERDICT_PASS, "broken, must not be used (RFC 7568)", ""},
    };

    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (grades[i].version == version)
            grade(row, taken ? grades[i].taken : grades[i].refused, taken ? grades[i].why_taken : grades[i].why_refused);
}

void depth_grade_suite(struct depth_row *row, uint16_t suite)
{
    /* The worst comes first. */
    static const struct {
        unsigned flaw;
        enum verdict grade;
        const char *why;
    } grades[] = {
        {SUITE_NO_ENCRYPTION, VERDICT_FAIL, "nothing is encrypted (RFC 9325 4.1)"},
        {SUITE_ANONYMOUS, VERDICT_FAIL, "no certificate: anybody can stand in between (RFC 9325 4.1)"},
        {SUITE_EXPORT, VERDICT_FAIL, "40 bits: broken in minutes (RFC 9325 4.1)"},
        {SUITE_DES, VERDICT_FAIL, "56 bits or fewer: broken in hours (RFC 9325 4.1)"},
        {SUITE_RC4, VERDICT_FAIL, "RC4 leaks what it encrypts (RFC 7465)"},
        {SUITE_64_BIT, VERDICT_WARN, "blocks of 64 bits: leaks in long connections (RFC 9325 4.1)"},
        {SUITE_NOT_FORWARD, VERDICT_WARN, "no forward secrecy: what is recorded today can be read with the key of tomorrow (RFC 9325 4.1)"},
        {SUITE_CBC, VERDICT_WARN, "CBC: open to padding attacks where the server is careless (RFC 9325 4.2)"},
        {SUITE_FINITE, VERDICT_NOTE, "finite-field Diffie-Hellman: better on a curve (RFC 9325 4.1)"},
        {SUITE_SHORT_TAG, VERDICT_NOTE, "a short tag, meant for small devices"},
    };
    unsigned flaws = suite_flaws(suite);

    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (flaws & grades[i].flaw) {
            grade(row, grades[i].grade, grades[i].why);
            return;
        }
    row->grade = VERDICT_PASS;
}

void depth_grade_group(struct depth_row *row, uint16_t group)
{
    unsigned bits = hello_group_bits(group);

    if (bits && bits < 224)
        grade(row, VERDICT_FAIL, "a curve under 224 bits (RFC 9325 4.5)");
    else
        row->grade = VERDICT_PASS;
}

void depth_grade_dh(struct depth_row *row, unsigned bits)
{
    if (bits < 2048)
        grade(row, VERDICT_FAIL, "under 2048 bits (RFC 9325 4.5)");
    else
        row->grade = VERDICT_PASS;
}
