/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pages.c - prints the parts of the manual that the program's own tables hold, as mdoc: `pages keys`, `pages diagnoses`.
 * Run by the build; never installed. */
#include <stdio.h>
#include <string.h>

#include "diagnose/explain.h"
#include "practice/exercise.h"
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

static bool add_choices(struct buf *out, const struct exercise *x)
{
    bool ok = buf_add_str(out, ".Bl -enum -compact\n");
    for (size_t c = 0; ok && c < exercise_choice_count(x); c++)
        ok = buf_add_str(out, ".It\n") && explain_mdoc_text(out, x->choices[c].text);
    return ok && buf_add_str(out, ".El\n");
}

static bool add_exercise(struct buf *out, size_t n, const struct exercise *x)
{
    return buf_addf(out, ".Ss \"Exercise %zu: %s\"\n", n + 1, x->title) && explain_mdoc_text(out, x->caller)
        && buf_addf(out, ".Pp\n.Dl tlswalk check --table practice --server %s --client %s --protocol %s%s\n.Pp\n", x->server,
                    x->client, x->proto, x->login ? " -u probe --password-command 'echo secret'" : "")
        && explain_mdoc_text(out, x->look) && explain_mdoc_text(out, x->question) && add_choices(out, x);
}

/* The guided round, to be done without the screen too: questions first, answers in a section of their own. */
static bool add_exercises(struct buf *out)
{
    bool ok = buf_add_str(out, ".Sh EXERCISES\n"
                               "Calls as a helpdesk gets them, each with a practice server inside the program.\n"
                               "On the practice table of the full screen,\n"
                               ".Ic p\n"
                               "leads through them and looks at the answers; here is the same on paper.\n");
    for (size_t i = 0; ok && i < exercise_count; i++)
        ok = add_exercise(out, i, &exercises[i]);
    ok = ok && buf_add_str(out, ".Sh ANSWERS TO THE EXERCISES\n.Bl -enum\n");
    for (size_t i = 0; ok && i < exercise_count; i++) {
        const struct exercise_choice *right = &exercises[i].choices[exercises[i].right];
        ok = buf_add_str(out, ".It\n") && explain_mdoc_text(out, right->text) && explain_mdoc_text(out, right->reply)
            && buf_addf(out, "The diagnosis is\n%s.\n", exercises[i].code);
    }
    return ok && buf_add_str(out, ".El\n");
}

int main(int argc, char **argv)
{
    struct buf out = {0};

    if (argc == 2 && strcmp(argv[1], "keys") == 0) {
        print_keys();
        return fflush(stdout) != 0;
    }
    if (argc == 2 && strcmp(argv[1], "diagnoses") == 0) {
        struct buf round = {0};
        const char *more = add_exercises(&round) ? buf_cstr(&round) : NULL;
        if (!more || !explain_mdoc(&out, more))
            return 1;
        buf_done(&round);
        fwrite(buf_span(&out).ptr, 1, buf_len(&out), stdout);
        buf_done(&out);
        return fflush(stdout) != 0;
    }
    fprintf(stderr, "usage: pages keys | diagnoses\n");
    return 2;
}
