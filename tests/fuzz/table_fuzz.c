/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a table: rows lead somewhere, complaints are safe sentences in the order of the file, and both are bounded. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool true_thing)
{
    if (!true_thing)
        abort();
}

static void try_row(const struct table *t, const struct row *r)
{
    struct target target;

    require(r->client && r->server && r->words && r->proto && r->host && r->port > 0);
    row_target(r, &target);
    require((target.ascii[0] != '\0') == (target.host_error[0] == '\0'));
    require(r->client_port + r->server->port_offset == r->port);
    require(text_is_safe(span_str(r->words)) && text_is_safe(span_str(r->client->title)) && text_is_safe(span_str(r->server->title)));
    require(t->client_count > 0 && t->server_count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct table *t = table_read(span_of(data, size), "fuzz", &err);

    require(t != NULL);
    require(t->error_count <= TABLE_ERRORS_MAX && t->row_count <= TABLE_ROWS_MAX);
    for (size_t i = 0; i < t->row_count; i++)
        try_row(t, &t->rows[i]);
    for (size_t i = 0; i < t->error_count; i++) {
        require(t->errors[i].text[0] && text_is_safe(span_str(t->errors[i].text)));
        require(i == 0 || t->errors[i].line == 0 || t->errors[i].line >= t->errors[i - 1].line);
    }
    table_free(t);
    return 0;
}
