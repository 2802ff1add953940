/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice/exercise.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "practice/practice.h"

/* Clients of the practice table, by how they begin TLS on the port for IMAP. */
#define STARTTLS "any-starttls"
#define IMPLICIT "outlook-express"
#define EITHER "thunderbird-2" /* begins with TLS too; the client of faults that show either way */

const struct exercise exercises[] = {
    {
        .title = "The program waits and waits",
        .caller = "Since I have the new computer the program says \"connecting\" for half a minute, and then that the server does not "
                  "answer.",
        .server = "tls-mode-mismatch-plain-on-implicit", .client = STARTTLS, .proto = "imap",
        .look = "The stage Greeting: no word came in clear. Then look for the second connection in the transcript: it spoke TLS at once, "
                "and was answered.",
        .question = "What should the caller change?",
        .choices = {
            {"The security setting, from STARTTLS to SSL/TLS.",
             "The port speaks TLS from the first byte. With STARTTLS the program waits for a greeting, and the server waits for the "
             "program."},
            {"The security setting, to \"none\", so that the server greets.",
             "The server would stay as silent as before. And a password must never go out without encryption."},
            {"Nothing: the server is down.",
             "It took the connection, and it answered at once when it was spoken to with TLS."},
            {"The password.", "The walk never came as far as the login; no password was asked for."},
        },
        .right = 0, .code = "tls-mode-mismatch-plain-on-implicit",
    },
    {
        .title = "An error about encryption",
        .caller = "It says that the encrypted connection failed: wrong version number. My neighbour has the same provider, and there it "
                  "works.",
        .server = "tls-mode-mismatch-implicit-on-starttls", .client = IMPLICIT, .proto = "imap",
        .look = "The stage TLS, and the line that is marked in the transcript: in which language did the server answer?",
        .question = "What is wrong?",
        .choices = {
            {"The program is too old for the TLS of this server.",
             "The server did not choose a version of TLS at all: it answered in clear text."},
            {"The port begins in clear text, and SSL/TLS does not fit it.",
             "The program sent TLS, the server greeted in clear text, and the program took the greeting for broken encryption. STARTTLS "
             "is the setting for this port."},
            {"The certificate of the server ran out.", "No certificate was shown; the walk ended before that."},
        },
        .right = 1, .code = "tls-mode-mismatch-implicit-on-starttls",
    },
    {
        .title = "Somebody else picks up",
        .caller = "I took the settings from an old note. It has never worked: the program does not understand what the server says.",
        .server = "wrong-protocol-on-port", .client = STARTTLS, .proto = "imap",
        .look = "The first line that the server said, S in the transcript.",
        .question = "What settles it?",
        .choices = {
            {"The connection: it was refused.", "The connection was taken: the stage Connection is OK."},
            {"The server's first line: no mail server greets like that.",
             "It begins with SSH: another service answers on this port, or the port is forwarded to the wrong one. The port number, or the "
             "forwarding, has to be corrected."},
            {"Nothing: the server stayed silent.", "It said a line at once, only not one of a mail server."},
        },
        .right = 1, .code = "wrong-protocol-on-port",
    },
    {
        .title = "A warning since this morning",
        .caller = "Since this morning a window asks whether I want to trust the server. It always worked before. May I press Accept?",
        .server = "cert-expired", .client = EITHER, .proto = "imap",
        .look = "The advice, and the certificate screen (v): the dates, and the names that the certificate is for.",
        .question = "What do you say?",
        .choices = {
            {"Yes, because the name in the certificate is right.",
             "An exception that was pressed once stays, and from then on nobody looks any more, not even when the certificate is a "
             "stranger's."},
            {"No: the certificate ran out and has to be renewed at the server.",
             "Only whoever runs the server can mend it; the caller can wait. A usual story is a certificate that was renewed and a service "
             "that was not reloaded."},
            {"Set the clock of the computer back by a week.",
             "The clock is right, and with a wrong one other certificates would fail instead."},
        },
        .right = 1, .code = "cert-expired",
    },
    {
        .title = "The name is not the one",
        .caller = "It says that the certificate is for another name. The man in the shop says this is normal with small providers.",
        .server = "cert-name-mismatch", .client = EITHER, .proto = "imap",
        .look = "The certificate screen (v): Names, and below it the name that was asked for.",
        .question = "Who has to act?",
        .choices = {
            {"The caller: type the name from the certificate as the server.",
             "Only if whoever runs the server confirms that name. Anybody can have a valid certificate for some name of his own."},
            {"Nobody: the connection is encrypted all the same.",
             "Encrypted, but nobody knows with whom. The name is what tells the server from a stranger in between."},
            {"Whoever runs the server: the certificate must name this host.",
             "The name that the caller typed has to stand in the certificate; or the instructions have to name the right host."},
        },
        .right = 2, .code = "cert-name-mismatch",
    },
    {
        .title = "The browser is content",
        .caller = "The mail program warns me about the server. But when I open the same server in the browser there is no warning at all.",
        .server = "cert-missing-intermediate", .client = EITHER, .proto = "imap",
        .look = "The certificate screen (v): how many certificates were sent, and who issued the last of them.",
        .question = "Why does the browser not complain?",
        .choices = {
            {"It fetches or remembers the certificate that the server forgot to send.",
             "The server has to send the certificates between its own and the root. A mail program that does not know the missing one "
             "cannot check the rest; the administrator has to install the whole chain."},
            {"It checks less strictly than a mail program.",
             "Both check the same way. The browser only has one certificate more to check with."},
            {"The mail program is damaged and has to be installed again.",
             "The program is right: what it was sent does not lead to a root that it trusts."},
        },
        .right = 0, .code = "cert-missing-intermediate",
    },
    {
        .title = "Only on this computer",
        .caller = "On the telephone it works. On the laptop it warns about the certificate, since last week; I installed a new virus scanner "
                  "then.",
        .server = "cert-intercepted", .client = EITHER, .proto = "imap",
        .look = "The certificate screen (v): who issued certificate 0?",
        .question = "Whose side is it on?",
        .choices = {
            {"The server's: it has a new certificate.",
             "Then the telephone would have seen it too. The issuer's name is that of a security program."},
            {"The network's: the provider reads along.",
             "It could be, in a company. Here the issuer's name is that of a program that people install on their own computer."},
            {"The laptop's: a program on it shows a certificate of its own.",
             "It opens the mail to look into it. Switch off the scanning of encrypted mail in the security program; its certificate vouches "
             "for the program, not for the server."},
        },
        .right = 2, .code = "cert-intercepted-by-antivirus-or-proxy",
    },
    {
        .title = "Greetings from the hotel",
        .caller = "In the hotel the program says that the server does not support encryption. At home the same settings work.",
        .server = "starttls-stripped", .client = STARTTLS, .proto = "imap",
        .look = "The feature list before TLS, then the answer to STARTTLS, which tlswalk asked for all the same.",
        .question = "What do you advise?",
        .choices = {
            {"Switch encryption off until the journey is over.",
             "Then the password would go out in clear, to whoever took the offer of encryption out of the list."},
            {"Use the port with SSL/TLS, or a VPN; never send the password this way.",
             "The server can do STARTTLS and took the command, yet the offer was missing: something between the hotel and the server "
             "removes it. TLS from the first byte leaves it nothing to remove."},
            {"Type the password again.", "No password was asked for, and none was sent."},
        },
        .right = 1, .code = "starttls-stripped",
    },
    {
        .title = "The password that is not taken",
        .caller = "It does not take my password any more. Shall I set a new one?",
        .server = "auth-backend-down", .client = EITHER, .proto = "imap", .login = true,
        .look = "The server's answer to the login: the marked line. A wrong password is answered with AUTHENTICATIONFAILED (IMAP) or 535 "
                "(SMTP).",
        .question = "What do you answer?",
        .choices = {
            {"Yes, set a new password.",
             "The server did not say that the password is wrong. It said that it cannot check any, and would not know a new one either."},
            {"Try it a few times more.",
             "It would fail each time for the same reason, and some servers lock an account that is tried too often."},
            {"Wait and change nothing: the server cannot check passwords now.",
             "UNAVAILABLE speaks of the server, not of the password. Whoever runs it has to look at the directory or database behind it."},
        },
        .right = 2, .code = "auth-backend-down",
    },
    {
        .title = "Asked for the password again and again",
        .caller = "On the telephone and the tablet it works. On the office computer it keeps asking for the password, and I know that it is "
                  "right.",
        .server = "auth-too-many-connections", .client = EITHER, .proto = "imap", .login = true,
        .look = "The server's answer to the login: the words behind NO.",
        .question = "What helps?",
        .choices = {
            {"A new password.", "The old one is right; a new one would have to be typed into three devices, and nothing would change."},
            {"Close the program on another device, or have the limit raised.",
             "Every device, and every folder that is watched, takes a connection, and this mailbox has as many as the server allows. "
             "Many programs show that as a question for the password."},
            {"Another port.", "Every port of this server counts the same connections."},
        },
        .right = 1, .code = "auth-too-many-connections",
    },
    {
        .title = "Connected, and then nothing",
        .caller = "It says \"connected\", and then nothing more happens until it gives up.",
        .server = "banner-timeout", .client = STARTTLS, .proto = "imap",
        .look = "The stage Greeting, which waits as long as mail programs do (half a minute); and the second connection that was made "
                "meanwhile. Compare it with the first exercise.",
        .question = "How does this differ from the first exercise?",
        .choices = {
            {"It does not: SSL/TLS is the right setting here as well.",
             "The second connection spoke TLS from the first byte, and the server stayed as silent as before."},
            {"Nobody listens on the port.", "The connection was taken; a closed port refuses it at once."},
            {"The server stays silent to TLS as well: no setting helps.",
             "Something is wrong behind the port: the server is overloaded, or waits for a proxy. It is on the server's side."},
        },
        .right = 2, .code = "banner-timeout",
    },
    {
        .title = "Everything is unsafe at once",
        .caller = "The laptop lay in the drawer for weeks. Now it says of every mail server that it is not safe, even of the one at work.",
        .server = "cert-not-yet-valid", .client = EITHER, .proto = "imap",
        .look = "The certificate screen (v): from when on the certificate is valid, and the row Clock.",
        .question = "What do you look at first?",
        .choices = {
            {"The date on the caller's computer.",
             "When every certificate is of the future, the clock is behind: a battery that ran empty sets it back. If the clock is right, "
             "the certificate was dated wrongly and has to be issued again."},
            {"The certificates of all these servers: they need to be renewed.",
             "That all of them went wrong on one day is less likely than one wrong clock."},
            {"The virus scanner.", "It would show certificates of its own; here the issuer is the right one, and only the dates are odd."},
        },
        .right = 0, .code = "cert-not-yet-valid-or-clock-wrong",
    },
};
const size_t exercise_count = sizeof exercises / sizeof *exercises;
_Static_assert(sizeof exercises / sizeof *exercises <= EXERCISES_MAX, "whoever marks exercises has no room for so many");

size_t exercise_row(const struct exercise *x, const struct table *t)
{
    for (size_t i = 0; i < t->row_count; i++) {
        const struct row *r = &t->rows[i];
        if (r->server && r->client && !strcmp(r->server->id, x->server) && !strcmp(r->client->id, x->client) && !strcmp(r->proto->name, x->proto))
            return i;
    }
    return SIZE_MAX;
}

size_t exercise_choice_count(const struct exercise *x)
{
    size_t n = 0;
    while (n < EXERCISE_CHOICES && x->choices[n].text)
        n++;
    return n;
}

static void text_block(struct buf *out, const char *label, const char *text, int cols)
{
    buf_add_str(out, label);
    text_add_wrapped(out, span_str(text), text_cols(span_str(label)), cols);
}

static void text_exercise(struct buf *out, size_t i, int cols)
{
    const struct exercise *x = &exercises[i];
    buf_addf(out, "%zu. %s\n", i + 1, x->title);
    text_block(out, "  Caller    ", x->caller, cols);
    buf_addf(out, "  Walk      %s.%s\n            %s, with the settings of %s%s\n", x->server, PRACTICE_DOMAIN, x->proto, x->client,
             x->login ? ", logged in as " PRACTICE_USER : "");
    text_block(out, "  Look at   ", x->look, cols);
    text_block(out, "  Question  ", x->question, cols);
    for (size_t k = 0; k < exercise_choice_count(x); k++) {
        char label[] = "         1  ";
        label[9] = (char)('1' + k);
        text_block(out, label, x->choices[k].text, cols);
    }
    buf_addf(out, "  Answer    %zu, %s\n", x->right + 1, x->code);
    text_block(out, "            ", x->choices[x->right].reply, cols);
    buf_add_char(out, '\n');
}

bool exercise_text(int cols, struct buf *out)
{
    for (size_t i = 0; i < exercise_count; i++)
        text_exercise(out, i, cols);
    return !out->broken;
}
