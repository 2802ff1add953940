/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cert_page.h - a chain in words: each check with its verdict, every field of a certificate, its PEM. */
#ifndef TLSWALK_CERT_PAGE_H
#define TLSWALK_CERT_PAGE_H

#include "ui/page.h"
#include "walk/evidence.h"

#define CERT_LABEL_COLS 17

/* Certificate number i as listed: those that were sent, then the root that completed the path. NULL: no such. */
const struct cert *chain_nth(const struct chain *c, size_t i);
size_t chain_listed(const struct chain *c);
/* Worst of the chain's troubles with certificate i; OK without any. */
enum verdict chain_verdict_of(const struct chain *c, size_t i);
void cert_page_checks(struct page *p, const struct evidence *e, size_t i);
void cert_page_fields(struct page *p, const struct evidence *e, size_t i);
void cert_page_pem(struct page *p, const struct evidence *e, size_t i);

#endif
