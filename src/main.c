/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - front door. */
int main(void)
{
    return 0;
}
