/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in: what is asked, what is shown, what is left in memory, and what is never sent. */
#include "tests/ui/screen_check.h"

static void wipe_check(const char *secret)
{
    char *screen = fixture_text(&fx);

    assert_null(strstr(screen, secret));
    free(screen);
    const char *bytes = (const char *)&fx.layout;
    for (size_t i = 0; i + strlen(secret) <= sizeof fx.layout; i++)
        if (!memcmp(bytes + i, secret, strlen(secret)))
            fail_msg("the secret is still in memory, at byte %zu of the layout", i);
}

static void test_login(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter>sec");
    SHOWS("(not shown while you type)");
    assert_false(somewhere("sec_"));
    assert_false(somewhere("***"));
    fixture_type(&fx, "ret<Enter>");
    SHOWS("Password  (given)");
    fixture_type(&fx, "plain<Enter>");
    assert_int_equal(fx.last.kind, WISH_LOGIN);
    assert_string_equal(fx.last.user, "probe");
    assert_string_equal(fx.last.mechanism, "PLAIN");
    assert_false(fx.last.insecure);
    wipe_check("secret");
    SHOWS("Login        OK");
    fixture_type(&fx, "q");
    SHOWS("implicit PLAIN OK");
    /* The user's name is offered again, the password is not. */
    fixture_type(&fx, "<Tab>l");
    SHOWS("User      probe");
    SHOWS("Tries at this server so far: 1");
    fixture_type(&fx, "<Enter>");
    SHOWS("Password  (not shown while you type)");
    fixture_type(&fx, "<Enter><Enter>");
    SHOWS("Type the password");
    assert_int_equal(fx.wishes, 2);
}

/* Where the certificate did not pass, nothing is sent for one key or for another word. */
static void test_login_without_a_safe_channel(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter>secret<Enter><Enter>");
    SHOWS("Not safe: the server's certificate did not pass its checks.");
    fixture_type(&fx, "<Enter>y<Enter>");
    fixture_type(&fx, "<Ctrl-U>Send Anyway<Enter>");
    SHOWS("Nothing is sent unless you type exactly: send anyway.");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "<Esc>");
    wipe_check("secret");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "lprobe<Enter>secret<Enter><Enter>send anyway<Enter>");
    assert_int_equal(fx.last.kind, WISH_LOGIN);
    assert_true(fx.last.insecure);
    wipe_check("secret");
}

static void test_third_try_is_warned_of(void **state)
{
    (void)state;
    fx.model.logins_tried = 1;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>l");
    assert_false(somewhere("Careful"));
    fixture_type(&fx, "<Esc>");
    fx.model.logins_tried = 2;
    fixture_type(&fx, "l");
    SHOWS("Careful: this is try 3.");
    fixture_type(&fx, "<Esc>");
}

/* A login that was refused is not sent again by r alone; one that was taken is. */
static void test_again_keeps_only_good_logins(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter>wrong<Enter><Enter>");
    SHOWS("Login        FAIL");
    fixture_type(&fx, "r");
    assert_int_equal(fx.last.kind, WISH_AGAIN);
    assert_false(fx.last.keep_login);
    fixture_type(&fx, "l<Enter>secret<Enter><Enter>");
    SHOWS("Login        OK");
    fixture_type(&fx, "r");
    assert_true(fx.last.keep_login);
}

static void test_token(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter><Ctrl-T>");
    SHOWS("Token");
    fixture_type(&fx, PRACTICE_TOKEN "<Enter><Enter>");
    assert_true(fx.last.secret_is_token);
    SHOWS("Login        OK");
}

static void test_mechanisms(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>i");
    SHOWS("> Login mechanisms");
    SHOWS("SCRAM-SHA-256-PLUS  needs a password");
    SHOWS("XOAUTH2             needs a token");
    fixture_type(&fx, "/plain<Enter>q<Esc>lprobe<Enter>secret<Enter><Enter>i");
    SHOWS("this one is taken");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_login),
        WITH(test_login_without_a_safe_channel),
        WITH(test_third_try_is_warned_of),
        WITH(test_again_keeps_only_good_logins),
        WITH(test_token),
        WITH(test_mechanisms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
