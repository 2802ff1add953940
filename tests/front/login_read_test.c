/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "login_read.h"

static char folder[] = "/tmp/tlswalk-login-XXXXXX";
static char path[64];

static void write_file(const void *bytes, size_t len)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    fclose(f);
}

static bool is(const struct secret *s, const char *text)
{
    return secret_given(s) && span_is(secret_span(s), text);
}

static void the_first_line_is_the_secret(void **state)
{
    (void)state;
    static const struct {
        const char *file, *secret; /* NULL: refused */
    } cases[] = {
        {"geheim\n", "geheim"},
        {"geheim", "geheim"},
        {"geheim\r\n", "geheim"},
        {"geheim\nsecond\n", "geheim"},
        {" a b \n", " a b "},
        {"\n", NULL},
        {"", NULL},
        {"\r\n", NULL},
        {"\nsecond\n", NULL},
        {"p\xc3\xa4ss\n", "p\xc3\xa4ss"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options o = {.user = "fred", .password_file = path, .password_fd = -1};
        struct login l;
        struct err err;
        write_file(cases[i].file, strlen(cases[i].file));
        bool good = login_read(&o, &l, &err);
        if (good != (cases[i].secret != NULL))
            fail_msg("case %zu: %s", i, good ? "was taken" : err.text);
        if (good)
            assert_true(is(&l.password, cases[i].secret));
        else
            assert_non_null(strstr(err.text, path));
        login_done(&l);
    }
}

static void a_secret_has_a_bound(void **state)
{
    (void)state;
    static const struct {
        size_t len;
        bool good;
    } cases[] = {{SECRET_MAX - 1, true}, {SECRET_MAX + 1, false}, {SECRET_MAX + 4096, false}, {200000, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options o = {.user = "fred", .token_file = path, .password_fd = -1};
        struct login l;
        struct err err;
        char *bytes = malloc(cases[i].len);
        memset(bytes, 't', cases[i].len);
        write_file(bytes, cases[i].len);
        assert_int_equal(login_read(&o, &l, &err), cases[i].good);
        if (cases[i].good)
            assert_int_equal(l.token.len, cases[i].len);
        login_done(&l);
        free(bytes);
    }
}

static void files_that_cannot_be_read_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *file, *why;
    } cases[] = {{"/nonexistent/pw", "No such file"}, {"/tmp", "directory"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options o = {.user = "fred", .password_file = cases[i].file, .password_fd = -1};
        struct login l;
        struct err err;
        assert_false(login_read(&o, &l, &err));
        assert_int_equal(err.kind, ERR_FILE);
        assert_non_null(strstr(err.text, cases[i].file));
        assert_non_null(strstr(err.text, cases[i].why));
        login_done(&l);
    }
}

static void a_descriptor_is_read(void **state)
{
    (void)state;
    struct login l;
    struct err err;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "geh", 3), 3);
    assert_int_equal(write(ends[1], "eim\nleft over", 13), 13); /* the writer stays open: nobody waits for its end */
    struct options o = {.user = "fred", .password_fd = ends[0]};
    assert_true(login_read(&o, &l, &err));
    assert_true(is(&l.password, "geheim"));
    login_done(&l);
    close(ends[0]);
    close(ends[1]);
    o.password_fd = ends[0];
    assert_false(login_read(&o, &l, &err));
    assert_non_null(strstr(err.text, "--password-fd"));
    login_done(&l);
}

static void a_command_is_run(void **state)
{
    (void)state;
    static const struct {
        const char *command, *secret, *says;
    } cases[] = {
        {"echo geheim", "geheim", NULL},
        {"printf 'geheim\\r\\n'; yes more", "geheim", NULL}, /* ended by SIGPIPE, which is no failure */
        {"echo geheim; exit 3", NULL, "exit status 3"},
        {"kill -9 $$", NULL, "signal 9"},
        {"true", NULL, "empty"},
        {"no-such-command-here 2>/dev/null", NULL, "exit status 127"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options o = {.user = "fred", .password_command = cases[i].command, .password_fd = -1};
        struct login l;
        struct err err;
        bool good = login_read(&o, &l, &err);
        if (good != (cases[i].secret != NULL))
            fail_msg("%s: %s", cases[i].command, good ? "was taken" : err.text);
        if (good)
            assert_true(is(&l.password, cases[i].secret));
        else if (!strstr(err.text, cases[i].says))
            fail_msg("%s: '%s'", cases[i].command, err.text);
        assert_int_equal(secret_given(&l.password), good);
        login_done(&l);
    }
}

static void the_rest_of_the_login_is_kept(void **state)
{
    (void)state;
    struct options o = {
        .user = "fred@example.edu", .password_fd = -1, .password_command = "echo x", .mechanism = "scram-sha-256"};
    struct login l;
    struct err err;
    assert_true(login_read(&o, &l, &err));
    assert_string_equal(l.user, "fred@example.edu");
    assert_string_equal(l.mechanism, "SCRAM-SHA-256");
    assert_false(secret_given(&l.token));
    login_done(&l);
    o = (struct options){.password_fd = -1};
    assert_true(login_read(&o, &l, &err));
    assert_null(l.user);
    login_done(&l);
}

/* Helpdesk lists hold one form of the name, servers want another. */
static void the_user_name_takes_the_form_the_server_wants(void **state)
{
    (void)state;
    char domain[] = "example.edu";
    static const struct {
        const char *user;
        bool has_domain, is_address;
        const char *becomes;
    } cases[] = {
        {"fred", true, true, "fred@example.edu"},
        {"fred", true, false, "fred"},
        {"fred@example.edu", true, true, "fred@example.edu"},
        {"fred@example.edu", true, false, "fred"},
        {"fred@EXAMPLE.edu", true, false, "fred"},
        {"fred@other.org", true, false, "fred@other.org"},
        {"fred@other.org", true, true, "fred@other.org"},
        {"fred", false, true, "fred"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct table_server s = {.domain = cases[i].has_domain ? domain : NULL,
                                 .login_is_address = cases[i].is_address};
        struct login from = {.user = (char *)cases[i].user}, to;
        assert_true(secret_set(&from.password, span_str("geheim")));
        assert_true(login_copy(&to, &from, &s));
        assert_string_equal(to.user, cases[i].becomes);
        assert_true(is(&to.password, "geheim"));
        assert_ptr_not_equal(to.password.bytes, from.password.bytes);
        login_done(&to);
        assert_true(is(&from.password, "geheim"));
        assert_true(login_copy(&to, &from, NULL));
        assert_string_equal(to.user, cases[i].user);
        login_done(&to);
        secret_wipe(&from.password);
    }
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/secret", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_line_is_the_secret),
        cmocka_unit_test(a_secret_has_a_bound),
        cmocka_unit_test(files_that_cannot_be_read_are_named),
        cmocka_unit_test(a_descriptor_is_read),
        cmocka_unit_test(a_command_is_run),
        cmocka_unit_test(the_rest_of_the_login_is_kept),
        cmocka_unit_test(the_user_name_takes_the_form_the_server_wants),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
