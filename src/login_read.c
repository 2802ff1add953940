/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "login_read.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/wipe.h"

extern char **environ;

/* Reads up to the first line's end; what comes after it is left alone. false: errno. */
static bool login_read_line(int fd, struct buf *line)
{
    for (;;) {
        char chunk[512];
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bool ended = n == 0 || memchr(chunk, '\n', (size_t)n);
        bool kept = buf_add(line, chunk, (size_t)n);
        wipe(chunk, sizeof chunk);
        if (!kept) {
            errno = EFBIG;
            return false;
        }
        if (ended)
            return true;
    }
}

static struct span login_first_line(const struct buf *line)
{
    struct span s = buf_span(line);
    const unsigned char *end = s.len ? memchr(s.ptr, '\n', s.len) : NULL;
    if (end)
        s.len = (size_t)(end - s.ptr);
    while (s.len && s.ptr[s.len - 1] == '\r')
        s.len--;
    return s;
}

/* Takes the secret from an open descriptor. what: "the password file 'x'", for the sentence. */
static bool login_take(int fd, const char *what, struct secret *to, struct err *err)
{
    struct buf line;
    buf_init_secret(&line, SECRET_MAX + 1024);
    bool good = login_read_line(fd, &line);
    struct span secret = login_first_line(&line);
    if (!good)
        err_set(err, ERR_FILE, errno, "%s cannot be read: %s", what, strerror(errno));
    else if (secret.len == 0)
        err_set(err, ERR_FILE, 0, "%s is empty: its first line should be the secret", what);
    else if (!(good = secret_set(to, secret)))
        err_set(err, ERR_FILE, 0, "%s holds more than %d bytes in its first line, or there is no memory left", what,
                SECRET_MAX);
    good = good && secret.len > 0;
    buf_done(&line);
    return good;
}

static bool login_take_file(const char *kind, const char *path, struct secret *to, struct err *err)
{
    struct buf what = {0};
    buf_addf(&what, "the %s file '%s'", kind, path);
    const char *name = buf_cstr(&what);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    bool good = fd >= 0 && login_take(fd, name ? name : kind, to, err);
    if (fd < 0)
        err_set(err, ERR_FILE, errno, "the %s file '%s' cannot be opened: %s", kind, path, strerror(errno));
    else
        close(fd);
    buf_done(&what);
    return good;
}

/* Starts /bin/sh -c command with its output in a pipe. 0, or an errno. */
static int login_spawn(const char *command, pid_t *pid_r, int *fd_r)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    char name[] = "sh", flag[] = "-c";
    char *argv[] = {name, flag, (char *)command, NULL};
    if (pipe2(ends, O_CLOEXEC) < 0)
        return errno;
    int error = posix_spawn_file_actions_init(&actions);
    if (!error) {
        error = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        if (!error)
            error = posix_spawn(pid_r, "/bin/sh", &actions, NULL, argv, environ);
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    *fd_r = ends[0];
    if (error)
        close(ends[0]);
    return error;
}

/* A command that prints on after its first line is ended by SIGPIPE; a shell tells that as an exit status. */
static bool login_was_cut_short(int status)
{
    return (WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE) ||
           (WIFEXITED(status) && WEXITSTATUS(status) == 128 + SIGPIPE);
}

static bool login_take_command(const char *command, struct secret *to, struct err *err)
{
    pid_t pid;
    int fd = -1, status;
    struct err why;
    int error = login_spawn(command, &pid, &fd);
    if (error) {
        err_set(err, ERR_SYSTEM, error, "the password command '%s' cannot be run: %s", command, strerror(error));
        return false;
    }
    bool good = login_take(fd, "what the password command printed", to, &why);
    close(fd);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (login_was_cut_short(status) && good)
        return true;
    if (WIFEXITED(status) && WEXITSTATUS(status))
        err_set(err, ERR_SYSTEM, WEXITSTATUS(status), "the password command '%s' failed with exit status %d", command,
                WEXITSTATUS(status));
    else if (WIFSIGNALED(status))
        err_set(err, ERR_SYSTEM, WTERMSIG(status), "the password command '%s' was ended by signal %d", command,
                WTERMSIG(status));
    else if (!good)
        *err = why;
    else
        return true;
    secret_wipe(to);
    return false;
}

static bool login_take_password(const struct options *o, struct login *l, struct err *err)
{
    if (o->password_file)
        return login_take_file("password", o->password_file, &l->password, err);
    if (o->password_command)
        return login_take_command(o->password_command, &l->password, err);
    if (o->password_fd >= 0)
        return login_take(o->password_fd, "the descriptor of --password-fd", &l->password, err);
    return true;
}

bool login_read(const struct options *o, struct login *l, struct err *err)
{
    memset(l, 0, sizeof *l);
    if (!o->user)
        return true;
    l->user = strdup(o->user);
    l->mechanism = o->mechanism ? strdup(o->mechanism) : NULL;
    if (!l->user || (o->mechanism && !l->mechanism)) {
        err_memory(err);
        return false;
    }
    for (char *c = l->mechanism; c && *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return login_take_password(o, l, err) &&
           (!o->token_file || login_take_file("token", o->token_file, &l->token, err));
}

/* "fred" or "fred@example.edu", as the server's row of the table says. */
static char *login_user_for(const char *user, const struct table_server *s)
{
    const char *at = strchr(user, '@');
    if (s && s->domain && s->login_is_address && !at) {
        struct buf b = {0};
        return buf_addf(&b, "%s@%s", user, s->domain) ? buf_take(&b) : NULL;
    }
    if (s && s->domain && !s->login_is_address && at && !strcasecmp(at + 1, s->domain))
        return strndup(user, (size_t)(at - user));
    return strdup(user);
}

static bool secret_copy(struct secret *to, const struct secret *from)
{
    return !secret_given(from) || secret_set(to, secret_span(from));
}

bool login_copy(struct login *to, const struct login *from, const struct table_server *s)
{
    memset(to, 0, sizeof *to);
    to->user = login_user_for(from->user, s);
    to->authzid = from->authzid ? strdup(from->authzid) : NULL;
    to->mechanism = from->mechanism ? strdup(from->mechanism) : NULL;
    if (to->user && !to->authzid == !from->authzid && !to->mechanism == !from->mechanism &&
        secret_copy(&to->password, &from->password) && secret_copy(&to->token, &from->token))
        return true;
    login_done(to);
    return false;
}
