/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entries.c - for every diagnosis, the pattern by which the key M looks for its entry: "CODE<tab>PATTERN". For manual.sh. */
#include <stdio.h>
#include <string.h>

#include "diagnose/catalogue.h"
#include "manual.h"

int main(void)
{
    static const char begins[] = "LESS=+/";
    for (size_t i = 0; i < catalogue_count; i++) {
        char less[MANUAL_LESS_MAX];
        manual_less(catalogue[i].code, less);
        if (strncmp(less, begins, strlen(begins)) != 0)
            return 1;
        printf("%s\t%s\n", catalogue[i].code, less + strlen(begins));
    }
    return 0;
}
