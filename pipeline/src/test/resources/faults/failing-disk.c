/*
 * A disk that fails: loaded into a process by LD_PRELOAD, it lets the n-th write, sync, rename, creation or deletion
 * below a folder fail with an error of the system. Built by
 *
 *     gcc -shared -fPIC -O1 -o failing-disk.so failing-disk.c -ldl
 *
 * FAILING_DISK names a file of 4096 bytes through which a test gives its orders, see struct orders.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, RENAME = 4, CREATE = 8, DELETE = 16 };

struct orders {
    long kinds;        /* which calls are counted: a sum of the above */
    long first;        /* the number of the call that fails, from 1; 0: none */
    long error;        /* errno */
    long stays;        /* whether all later calls fail too, as on a full disk; the first write then writes a half */
    long count;        /* how many calls there were */
    long failures;     /* how many failed */
    char folder[1024]; /* below which calls are counted */
    char path[1024];   /* of the first that failed */
};

static struct orders *orders;

__attribute__((constructor)) static void open_orders(void) {
    const char *name = getenv("FAILING_DISK");
    int file = name == NULL ? -1 : open(name, O_RDWR);
    if (file >= 0) {
        void *at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        close(file);
        orders = at == MAP_FAILED ? NULL : at;
    }
}

/* Returns 0, or 1 if this call fails, or 2 if it is a write that writes its first half. */
static int fails(int kind, const char *path) {
    if (orders == NULL || !(orders->kinds & kind) || orders->folder[0] == 0 ||
        strncmp(path, orders->folder, strlen(orders->folder)) != 0) {
        return 0;
    }
    long number = __atomic_add_fetch(&orders->count, 1, __ATOMIC_SEQ_CST);
    if (orders->first == 0 || number < orders->first || (number > orders->first && !orders->stays)) {
        return 0;
    }
    if (number == orders->first) {
        strncpy(orders->path, path, sizeof(orders->path) - 1);
        if (kind == WRITE && orders->stays) {
            return 2;
        }
    }
    __atomic_add_fetch(&orders->failures, 1, __ATOMIC_SEQ_CST);
    errno = (int) orders->error;
    return 1;
}

static int fails_at(int kind, int file) {
    char link[64], path[1024];
    int saved = errno;
    snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof(path) - 1);
    errno = saved;
    if (length <= 0) {
        return 0;
    }
    path[length] = 0;
    return fails(kind, path);
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (real == NULL) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)

#define HALF(what, bytes) ((what) == 2 && (bytes) > 1 ? (bytes) / 2 : (bytes))

ssize_t write(int file, const void *from, size_t bytes) {
    REAL(write);
    int what = fails_at(WRITE, file);
    return what == 1 ? -1 : real(file, from, HALF(what, bytes));
}

ssize_t pwrite(int file, const void *from, size_t bytes, off_t at) {
    REAL(pwrite);
    int what = fails_at(WRITE, file);
    return what == 1 ? -1 : real(file, from, HALF(what, bytes), at);
}

ssize_t pwrite64(int file, const void *from, size_t bytes, off64_t at) {
    REAL(pwrite64);
    int what = fails_at(WRITE, file);
    return what == 1 ? -1 : real(file, from, HALF(what, bytes), at);
}

ssize_t writev(int file, const struct iovec *from, int count) {
    REAL(writev);
    return fails_at(WRITE, file) == 1 ? -1 : real(file, from, count);
}

int fsync(int file) {
    REAL(fsync);
    return fails_at(SYNC, file) ? -1 : real(file);
}

int fdatasync(int file) {
    REAL(fdatasync);
    return fails_at(SYNC, file) ? -1 : real(file);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return fails(RENAME, to) ? -1 : real(from, to);
}

int renameat(int folder, const char *from, int other, const char *to) {
    REAL(renameat);
    return fails(RENAME, to) ? -1 : real(folder, from, other, to);
}

/* Whether a call that opens a file creates it. */
static int creates(const char *path, int flags) {
    int saved = errno;
    int is_new = (flags & O_CREAT) && access(path, F_OK) != 0;
    errno = saved;
    return is_new && fails(CREATE, path);
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

int open(const char *path, int flags, ...) {
    REAL(open);
    MODE(flags)
    return creates(path, flags) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    REAL(open64);
    MODE(flags)
    return creates(path, flags) ? -1 : real(path, flags, mode);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    int saved = errno;
    int is_new = access(path, F_OK) != 0;
    errno = saved;
    return is_new && fails(CREATE, path) ? -1 : real(path, mode);
}

int unlink(const char *path) {
    REAL(unlink);
    return fails(DELETE, path) ? -1 : real(path);
}

int rmdir(const char *path) {
    REAL(rmdir);
    return fails(DELETE, path) ? -1 : real(path);
}
