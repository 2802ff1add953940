/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.c - runs a fuzz target without a fuzzer: over each of its seeds, and over every head of each, at the end of a guarded
 * page. The target's name is the program's without "_fuzz"; its seeds are the files in $TLSWALK_SRC/tests/fuzz/seeds/NAME, or
 * those given as arguments. Prints TAP. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/strv.h"
#include "test.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void die(const char *what)
{
    printf("Bail out! %s: %s\n", what, strerror(errno));
    exit(1);
}

static void run(struct span head, void *user)
{
    (void)user;
    LLVMFuzzerTestOneInput(head.ptr, head.len);
}

static void replay(const char *path)
{
    struct buf seed = {0};
    char block[4096];
    FILE *file = fopen(path, "rb");
    size_t n;

    if (!file)
        die(path);
    while ((n = fread(block, 1, sizeof block, file)) > 0)
        if (!buf_add(&seed, block, n))
            die("out of memory");
    fclose(file);
    feed_heads(buf_span(&seed), run, NULL);
    buf_done(&seed);
}

/* "tests/fuzz/text_fuzz" to "SRC/tests/fuzz/seeds/text" */
static void seeds_folder(const char *program, struct buf *path)
{
    const char *source = getenv("TLSWALK_SRC"), *slash = strrchr(program, '/'), *name = slash ? slash + 1 : program;
    const char *end = strstr(name, "_fuzz");

    if (!buf_addf(path, "%s/tests/fuzz/seeds/%.*s", source ? source : ".", end ? (int)(end - name) : (int)strlen(name), name))
        die("out of memory");
}

static void seeds_list(const char *folder, struct strv *paths)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct buf path = {0};

    if (!dir)
        die(folder);
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        buf_clear(&path);
        if (!buf_addf(&path, "%s/%s", folder, entry->d_name) || !strv_add(paths, buf_span(&path)))
            die("out of memory");
    }
    closedir(dir);
    buf_done(&path);
}

int main(int argc, char **argv)
{
    struct buf folder = {0};
    struct strv paths = {0};

    for (int i = 1; i < argc; i++)
        if (!strv_add_str(&paths, argv[i]))
            die("out of memory");
    if (argc <= 1) {
        seeds_folder(argv[0], &folder);
        seeds_list(buf_cstr(&folder), &paths);
    }
    if (paths.count == 0) {
        printf("Bail out! there are no seeds in %s\n", buf_cstr(&folder));
        return 1;
    }
    printf("1..%zu\n", paths.count);
    for (size_t i = 0; i < paths.count; i++) {
        replay(paths.items[i]);
        printf("ok %zu - every head of %s\n", i + 1, strrchr(paths.items[i], '/') ? strrchr(paths.items[i], '/') + 1 : paths.items[i]);
    }
    strv_done(&paths);
    buf_done(&folder);
    return 0;
}
