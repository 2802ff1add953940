/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After an exchange the whole memory of this process is searched for the password: it must not be there.
 *
 * The password is made at run time and kept masked, so that the search does not find the test itself. The server's side knows
 * it too, and so runs in a process of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sasl/auth.h"
#include "sasl/verify.h"
#include "sasl/scrub_private.h"
#include "tls/digest.h"

#define PASSWORD_LEN 48
#define PIECE_LEN 8
#define MASK 0xa5
#define SCAN_CHUNK (1u << 20)
#define TURNS_MAX 8

static const char exporter[] = "0123456789abcdef0123456789abcdef";

/* ---- the password ---- */

struct masked {
    unsigned char bytes[PASSWORD_LEN];
};

static void masked_make(struct masked *m)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    assert_int_equal(getrandom(m->bytes, sizeof m->bytes, 0), sizeof m->bytes);
    for (size_t i = 0; i < sizeof m->bytes; i++)
        m->bytes[i] = (unsigned char)letters[m->bytes[i] % 64] ^ MASK;
}

static void masked_open(const struct masked *m, struct secret *to)
{
    unsigned char clear[PASSWORD_LEN];
    for (size_t i = 0; i < sizeof clear; i++)
        clear[i] = m->bytes[i] ^ MASK;
    bool kept = secret_set(to, span_of(clear, sizeof clear));
    explicit_bzero(clear, sizeof clear);
    assert_true(kept);
}

/* ---- the search ---- */

/* One piece of the password at p, in steps of `wide` bytes: libidn works on code points of four. */
static bool scan_piece(const unsigned char *p, const unsigned char *piece, size_t wide)
{
    for (size_t i = 0; i < PIECE_LEN; i++) {
        if (p[i * wide] != (piece[i] ^ MASK))
            return false;
        for (size_t j = 1; j < wide; j++)
            if (p[i * wide + j])
                return false;
    }
    return true;
}

/* Pieces, because the allocator writes over the head of what is freed, and something else may over the rest. */
static size_t scan_chunk(const unsigned char *p, size_t len, const struct masked *m)
{
    size_t found = 0;
    for (size_t i = 0; i + PIECE_LEN <= len; i++)
        for (size_t at = 0; at < PASSWORD_LEN; at += PIECE_LEN)
            found += scan_piece(p + i, m->bytes + at, 1) || (len - i >= PIECE_LEN * 4 && scan_piece(p + i, m->bytes + at, 4));
    return found;
}

/* How many pieces of the password stand in the memory of this process. The chunk under search is a copy: its place is left out. */
static size_t scan_memory(const struct masked *m)
{
    static unsigned char *chunk;
    char line[512];
    size_t found = 0;
    if (!chunk)
        chunk = mmap(NULL, SCAN_CHUNK, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(chunk, MAP_FAILED);
    FILE *maps = fopen("/proc/self/maps", "r"), *mem = fopen("/proc/self/mem", "r");
    assert_non_null(maps);
    assert_non_null(mem);
    while (fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        char may[5];
        assert_int_equal(sscanf(line, "%lx-%lx %4s", &from, &to, may), 3);
        /* What cannot be written was never written: code and the like. */
        if (strncmp(may, "rw", 2) != 0 || (from <= (unsigned long)chunk && to > (unsigned long)chunk))
            continue;
        while (from < to) {
            size_t want = to - from < SCAN_CHUNK ? to - from : SCAN_CHUNK;
            ssize_t got = pread(fileno(mem), chunk, want, (off_t)from);
            if (got <= 0)
                break;
            found += scan_chunk(chunk, (size_t)got, m);
            if (from + (size_t)got >= to)
                break;
            from += (size_t)got - PIECE_LEN * 4;
        }
    }
    explicit_bzero(chunk, SCAN_CHUNK);
    fclose(maps);
    fclose(mem);
    return found;
}

/* ---- the server, elsewhere ---- */

static bool send_message(int fd, struct span s)
{
    uint32_t len = (uint32_t)s.len;
    return send(fd, &len, sizeof len, MSG_NOSIGNAL) == sizeof len &&
           (!len || send(fd, s.ptr, s.len, MSG_NOSIGNAL) == (ssize_t)s.len);
}

static bool receive_message(int fd, struct buf *to)
{
    unsigned char bytes[4096];
    uint32_t len;
    bool ok = read(fd, &len, sizeof len) == sizeof len && len <= sizeof bytes && (!len || read(fd, bytes, len) == (ssize_t)len) &&
              buf_add(to, bytes, len);
    explicit_bzero(bytes, sizeof bytes);
    return ok;
}

static _Noreturn void serve(int fd, const char *mech, const struct masked *m)
{
    struct secret password = {0};
    struct err err;
    masked_open(m, &password);
    struct verify_setting s = {.mech = mech, .service = "imap", .host = "mail.example.org", .user = "probe",
                               .password = (char *)password.bytes, .token = (char *)password.bytes, .exporter = span_str(exporter)};
    struct verify *v = verify_new(&s, &err);
    enum verify_step step = VERIFY_MORE;
    while (v && step == VERIFY_MORE) {
        struct buf in = {0}, out = {0};
        if (!receive_message(fd, &in))
            break;
        step = verify_step(v, buf_span(&in), &out);
        if (step != VERIFY_MORE && !buf_len(&out))
            break;
        if (!send_message(fd, buf_span(&out)))
            break;
    }
    _exit(step == VERIFY_YES ? 0 : 1);
}

static void converse(struct auth *a, int fd, struct buf *out)
{
    struct buf challenge = {0};
    enum auth_step step = auth_step(a, span_str(""), out);
    for (int turn = 0; turn < TURNS_MAX && step != AUTH_BROKEN; turn++) {
        if (!send_message(fd, buf_span(out)))
            break;
        buf_clear(out);
        buf_clear(&challenge);
        if (!receive_message(fd, &challenge))
            break;
        step = auth_step(a, buf_span(&challenge), out);
    }
    assert_int_equal(step, AUTH_READY);
    buf_done(&challenge);
}

static size_t exchange_and_scan(const char *mech, const struct masked *m)
{
    struct login l = {.user = (char *)"probe"};
    struct err err = {0};
    struct buf out;
    int pair[2], status;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t server = fork();
    assert_true(server >= 0);
    if (server == 0) {
        close(pair[0]);
        serve(pair[1], mech, m);
    }
    close(pair[1]);
    masked_open(m, &l.password);
    masked_open(m, &l.token);
    struct auth_setting s = {.mech = mech_by_name(mech), .login = &l, .service = "imap", .host = "mail.example.org", .port = 993,
                             .exporter = span_str(exporter)};
    buf_init_secret(&out, 0);
    struct auth *a = auth_new(&s, &err);
    assert_non_null(a);
    /* Were the search blind, it would not see these either. */
    assert_true(scan_memory(m) >= 2 * PASSWORD_LEN / PIECE_LEN);
    converse(a, pair[0], &out);
    buf_done(&out);
    auth_free(a);
    secret_wipe(&l.password);
    secret_wipe(&l.token);
    close(pair[0]);
    assert_int_equal(waitpid(server, &status, 0), server);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return scan_memory(m);
}

static void no_exchange_leaves_the_secret_behind(void **state)
{
    (void)state;
    static const char *const names[] = {"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN",
                                        "XOAUTH2", "OAUTHBEARER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct masked m;
        masked_make(&m);
        size_t found = exchange_and_scan(names[i], &m);
        if (found)
            fail_msg("%s left %zu pieces of it", names[i], found);
    }
}

static void apop_leaves_no_password_behind(void **state)
{
    (void)state;
    struct masked m;
    struct secret password = {0};
    struct buf out;
    masked_make(&m);
    masked_open(&m, &password);
    buf_init_secret(&out, 0);
    assert_true(auth_apop("<1.2@example.org>", &password, tls_md5, &out));
    buf_done(&out);
    secret_wipe(&password);
    assert_int_equal(scan_memory(&m), 0);
}

static void freed_and_moved_memory_is_overwritten_inside_only(void **state)
{
    (void)state;
    /* Large blocks: the C library keeps its own notes in the head of small ones. */
    unsigned char *volatile kept = malloc(4096), *volatile moved;
    assert_non_null(kept);
    memset(kept, 'x', 4096);
    scrub_begin();
    scrub_begin();
    scrub_end();
    moved = realloc(kept, 8192);
    assert_non_null(moved);
    assert_ptr_not_equal(moved, kept);
    assert_int_equal(moved[4095], 'x');
    assert_null(realloc(NULL, PTRDIFF_MAX));
    scrub_end();
    moved = realloc(moved, 16);
    assert_int_equal(moved[15], 'x');
    free(moved);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_exchange_leaves_the_secret_behind),
        cmocka_unit_test(apop_leaves_no_password_behind),
        cmocka_unit_test(freed_and_moved_memory_is_overwritten_inside_only),
    };
    if (!scrub_reaches_heap()) {
        puts("1..0 # SKIP a sanitizer owns the allocator");
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
