/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request_list.h - the rows of request.h: REQUEST(id, "keys", "screens", "footer word", "help text"). */
REQUEST(HELP, "? h F1", "*", "help", "this help; type to filter, Enter runs")
