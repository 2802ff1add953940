/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.h - THE TABLE of protocols: one row each. Row x names `proto_x`, a const struct proto in a file of this folder. */
PROTO_ROW(imap)
PROTO_ROW(pop3)
PROTO_ROW(submission)
PROTO_ROW(smtp)
