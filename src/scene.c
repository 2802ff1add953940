/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "tls/tls.h"

#define RESOLV_CONF "/etc/resolv.conf"
#define SERVERS_MAX 3 /* the C library reads no more */

static void scene_resolver(char *to, size_t cap)
{
    char line[256], server[128], list[SERVERS_MAX * 130] = "";
    FILE *f = fopen(RESOLV_CONF, "re");
    unsigned count = 0;
    size_t len = 0;
    while (f && count < SERVERS_MAX && fgets(line, sizeof line, f))
        if (sscanf(line, " nameserver %127s", server) == 1)
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", count++ ? ", " : "", server);
    if (f)
        fclose(f);
    text_safe_copy(to, cap, span_str(count ? list : "none in " RESOLV_CONF));
}

static void scene_terminal(char *to, size_t cap)
{
    char raw[200];
    const char *term = getenv("TERM"), *tmux = getenv("TMUX"), *sty = getenv("STY");
    struct winsize size = {0};
    (void)ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    snprintf(raw, sizeof raw, "%.100s, %ux%u%s%s", term && *term ? term : "unknown", size.ws_col, size.ws_row,
             tmux && *tmux ? ", in tmux" : "", sty && *sty ? ", in screen" : "");
    text_safe_copy(to, cap, span_str(raw));
}

void scene_look(struct scene *s, const struct options *o, bool screen)
{
    char raw[160];
    const char *locale = setlocale(LC_CTYPE, NULL);
    *s = (struct scene){0};
    scene_resolver(s->resolver, sizeof s->resolver);
    text_safe_copy(s->priority, sizeof s->priority, span_str(o->priority ? o->priority : TLS_PRIORITY_DEFAULT));
    if (screen)
        scene_terminal(s->terminal, sizeof s->terminal);
    snprintf(raw, sizeof raw, "%.100s, %.40s", locale ? locale : "unknown", nl_langinfo(CODESET));
    text_safe_copy(s->locale, sizeof s->locale, span_str(raw));
    s->report = (struct report_scene){
        .priority = s->priority, .resolver = s->resolver, .terminal = s->terminal, .locale = s->locale};
}
