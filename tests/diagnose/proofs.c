/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proofs.c - what stands behind each diagnosis: its rule, the case that proves it, the look-alike that it is told from, a server
 * to try it on, its entry in the manual. Read from the tables that the program itself has, and from the page as it is built.
 *
 * proofs PAGE         one TAP line a diagnosis; what is missing fails it
 * proofs --table PAGE prints it all as a table (`make proofs`)
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "diagnose/rule_private.h"
#include "practice/practice.h"

/* Diagnoses that no practice server can show, and why: it listens on loopback, answers by name from this very program, and
 * does what a server can do, not what lies before it. */
static const struct without_server {
    const char *code, *why;
} without_server[] = {
#include "proofs_without_server.h"
};

struct proof {
    const struct diagnosis *diagnosis;
    const char *rule_file;
    const struct rule_case *proof, *look_alike;
    const struct fault *fault;
    const char *why_no_fault;
    bool has_entry;
};

static const char *rule_file(const char *code)
{
    for (const struct rule_table *t = rule_tables; t->rules; t++)
        for (const struct rule *r = t->rules; r->code; r++)
            if (strcmp(r->code, code) == 0)
                return t->file;
    return NULL;
}

static const struct fault *fault_that_shows(const char *code)
{
    for (size_t i = 0; practice_faults[i]; i++)
        if (practice_faults[i]->code && strcmp(practice_faults[i]->code, code) == 0)
            return practice_faults[i];
    return NULL;
}

static const char *reason_without_server(const char *code)
{
    for (size_t i = 0; i < sizeof without_server / sizeof without_server[0]; i++)
        if (strcmp(without_server[i].code, code) == 0)
            return without_server[i].why;
    return NULL;
}

static bool page_has_entry(const char *page, const char *code)
{
    char heading[160] = "\n.Ss ";
    size_t n = strlen(heading);
    for (; *code; code++)
        n += (size_t)snprintf(heading + n, sizeof heading - n, *code == '-' ? "\\-" : "%c", *code);
    snprintf(heading + n, sizeof heading - n, "\n");
    return strstr(page, heading) != NULL;
}

static struct proof proof_of(const struct diagnosis *d, const char *page)
{
    return (struct proof){
        .diagnosis = d,
        .rule_file = rule_file(d->code),
        .proof = rule_case_proof(d->code),
        .look_alike = rule_case_look_alike(d->code),
        .fault = fault_that_shows(d->code),
        .why_no_fault = reason_without_server(d->code),
        .has_entry = page_has_entry(page, d->code),
    };
}

/* ---- as a table ---- */

static void print_table(const char *page)
{
    printf("%-42s %-21s %-52s %-52s %-5s %s\n", "DIAGNOSIS", "RULE", "PROOF", "LOOK-ALIKE", "ENTRY", "PRACTICE SERVER");
    for (size_t i = 0; i < catalogue_count; i++) {
        struct proof p = proof_of(&catalogue[i], page);
        printf("%-42s %-21s %-52.52s %-52.52s %-5s ", p.diagnosis->code, p.rule_file ? p.rule_file : "NONE",
               p.proof ? p.proof->title : "NONE", p.look_alike ? p.look_alike->title : "NONE", p.has_entry ? "yes" : "NO");
        if (p.fault)
            printf("%s\n", p.fault->name);
        else
            printf("none: %s\n", p.why_no_fault ? p.why_no_fault : "NO REASON");
    }
}

/* ---- as a test ---- */

static bool tell(bool good, const char *what)
{
    if (!good)
        printf("# %s\n", what);
    return good;
}

static bool proof_is_whole(const struct proof *p)
{
    bool good = tell(p->rule_file, "no rule gives it");
    good &= tell(p->proof, "no case raises it");
    good &= tell(p->look_alike, "no case looks like it without being it");
    good &= tell(p->fault || p->why_no_fault, "no practice server shows it, and no reason is given");
    good &= tell(!(p->fault && p->why_no_fault), "a practice server shows it, and a reason is given why none does");
    good &= tell(p->has_entry, "the manual has no entry");
    return good;
}

/* Reasons for codes that are gone would be read as truth. */
static bool reasons_are_for_diagnoses(void)
{
    bool good = true;
    for (size_t i = 0; i < sizeof without_server / sizeof without_server[0]; i++)
        good &= tell(catalogue_find(without_server[i].code), without_server[i].code);
    return good;
}

static int test(const char *page)
{
    int failed = 0;
    printf("1..%zu\n", catalogue_count + 1);
    for (size_t i = 0; i < catalogue_count; i++) {
        struct proof p = proof_of(&catalogue[i], page);
        bool good = proof_is_whole(&p);
        printf("%s %zu - %s is proven, told from its look-alike, shown and explained\n", good ? "ok" : "not ok", i + 1, catalogue[i].code);
        failed += !good;
    }
    bool good = reasons_are_for_diagnoses();
    printf("%s %zu - every reason why no server shows it is for a diagnosis\n", good ? "ok" : "not ok", catalogue_count + 1);
    return failed || !good;
}

/* NULL: it cannot be read. The caller frees it. */
static char *page_read(const char *path)
{
    struct buf text = {0};
    char chunk[4096];
    size_t n;
    FILE *f = fopen(path, "r");
    if (!f)
        return NULL;
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        if (!buf_add(&text, chunk, n))
            break;
    fclose(f);
    char *page = buf_take(&text);
    buf_done(&text);
    return page;
}

int main(int argc, char **argv)
{
    bool as_table = argc > 1 && strcmp(argv[1], "--table") == 0;
    const char *path = argc > 1 + as_table ? argv[1 + as_table] : "man/tlswalk-diagnoses.7";
    char *page = page_read(path);
    if (!page) {
        fprintf(stderr, "proofs: %s cannot be read\n", path);
        return 2;
    }
    int status = 0;
    if (as_table)
        print_table(page);
    else
        status = test(page);
    free(page);
    return status;
}
