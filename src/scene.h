/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene.h - where we stand, for the head of a report: resolver, priority string, terminal, locale. */
#ifndef TLSWALK_SCENE_H
#define TLSWALK_SCENE_H

#include "options.h"
#include "report/report.h"

struct scene {
    char resolver[200], priority[240], terminal[160], locale[100]; /* safe text */
    struct report_scene report;                                    /* points to them: a scene must not be copied */
};

/* Reads /etc/resolv.conf and the environment. screen: the full screen is up, so its terminal is told. */
void scene_look(struct scene *s, const struct options *o, bool screen);

#endif
