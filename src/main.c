/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - front door: options in, exit status out. */
#include "config.h"

#include <locale.h>
#include <stdio.h>

#include "app.h"
#include "net/loop.h"
#include "net/resolve.h"
#include "sasl/auth.h"
#include "tls/tls.h"

static int main_help(void)
{
    struct buf out = {0};
    return app_print_made(&out, options_help(&out));
}

static int main_version(const struct options *o)
{
    printf("tlswalk %s\n", PACKAGE_VERSION);
    if (o->verbose)
        printf("GnuTLS %s\nGNU SASL %s\nlibuv %s\nlibunbound %s\ntrust store %s\n", tls_library_version(),
               auth_library_version(), loop_library_version(), resolve_library_version(), SYSTEM_TRUST_FILE);
    printf("License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>\n"
           "This is free software: you are free to change and redistribute it.\n"
           "There is NO WARRANTY, to the extent permitted by law.\n");
    return EXIT_PASS;
}

static int main_run(const struct options *o)
{
    if (o->help)
        return main_help();
    if (o->version)
        return main_version(o);
    switch (o->command) {
    case COMMAND_SCREEN:
        return app_screen(o);
    case COMMAND_CHECK:
        return app_check(o);
    case COMMAND_EXPLAIN:
        return app_explain(o);
    case COMMAND_PRACTICE:
        return app_practice(o);
    case COMMAND_EXPORT:
        return app_export(o);
    case COMMAND_REPORT:
        return app_report(o);
    case COMMAND_COMPARE:
        return app_compare(o);
    }
    return EXIT_CANNOT;
}

int main(int argc, char **argv)
{
    struct options o;
    struct err err;
    /* Characters only: numbers stay as scripts expect them, the system's and the libraries' sentences stay in the language of
     * ours, and twenty files less are opened. */
    setlocale(LC_CTYPE, "");
    app_guard_memory();
    app_raise_files();
    int status = options_parse(&o, argc, argv, &err) ? main_run(&o) : app_refuse(&err);
    options_done(&o);
    return status;
}
