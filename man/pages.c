/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.c - prints the parts of the manual that the program's own tables hold, as mdoc: `pages keys`, `pages diagnoses`.
 * Run by the build; never installed. */
#include <stdio.h>
#include <string.h>

#include "diagnose/explain.h"
#include "ui/request.h"

/* A character that mdoc would take for its own. */
static void print_text(const char *text)
{
    for (const char *c = text; *c; c++)
        if (*c == '\\')
            fputs("\\e", stdout);
        else if (*c == '-')
            fputs("\\-", stdout);
        else if (*c == '.' && c == text)
            fputs("\\&.", stdout);
        else
            putchar(*c);
}

static void print_screens(const char *screens)
{
    static const struct {
        char letter;
        const char *name;
    } names[] = {{'T', "table"}, {'W', "walk"}, {'C', "certificate"}, {'P', "pages of text"}, {'H', "help"}, {'R', "guided round"}, {'K', "lists"}};
    const char *separator = "";

    if (strchr(screens, '*')) {
        fputs("every screen", stdout);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strchr(screens, names[i].letter)) {
            printf("%s%s", separator, names[i].name);
            separator = ", ";
        }
}

static void print_keys(void)
{
    puts(".Bl -tag -width \"PgUp Ctrl-B\" -compact");
    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++) {
        const struct request_row *r = &request_rows[i];
        fputs(".It Ic ", stdout);
        for (const char *c = r->keys; *c; c++)
            /* Each key is a word of its own; punctuation must not be taken for mdoc's. */
            if (*c == ' ')
                fputs(" Ns \\ \\& Ic ", stdout);
            else if (*c == '\\')
                fputs("\\e", stdout);
            else if (*c == '-')
                fputs("\\-", stdout);
            else if (c[1] == ' ' || c[1] == '\0')
                printf("%s%c", c == r->keys || c[-1] == ' ' ? "\\&" : "", *c);
            else
                putchar(*c);
        putchar('\n');
        print_text(r->help);
        fputs("\n.Pq ", stdout);
        print_screens(r->screens);
        putchar('\n');
    }
    puts(".El");
}

int main(int argc, char **argv)
{
    struct buf out = {0};

    if (argc == 2 && strcmp(argv[1], "keys") == 0) {
        print_keys();
        return fflush(stdout) != 0;
    }
    if (argc == 2 && strcmp(argv[1], "diagnoses") == 0) {
        if (!explain_mdoc(&out))
            return 1;
        fwrite(buf_span(&out).ptr, 1, buf_len(&out), stdout);
        buf_done(&out);
        return fflush(stdout) != 0;
    }
    fprintf(stderr, "usage: pages keys | diagnoses\n");
    return 2;
}
