/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/emergency.h"

#include <stdio.h>
#include <unistd.h>

static struct {
    int fd;
    struct termios before;
    char bytes[EMERGENCY_BYTES];
    size_t len;
    volatile bool armed;
} emergency;

void emergency_arm(int fd, const struct termios *before, const char *bytes)
{
    emergency.armed = false;
    emergency.fd = fd;
    emergency.before = *before;
    emergency.len = (size_t)snprintf(emergency.bytes, sizeof emergency.bytes, "%s\r\n", bytes);
    if (emergency.len >= sizeof emergency.bytes)
        emergency.len = sizeof emergency.bytes - 1;
    emergency.armed = true;
}

void emergency_set(bool armed)
{
    emergency.armed = armed;
}

void emergency_restore(void)
{
    if (!emergency.armed)
        return;
    emergency.armed = false;
    if (write(emergency.fd, emergency.bytes, emergency.len) < 0) {
        /* the terminal is gone: nothing is left to be done */
    }
    tcsetattr(emergency.fd, TCSANOW, &emergency.before);
}
