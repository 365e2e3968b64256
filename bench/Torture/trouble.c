/* Preloaded into the gateway by `./estate torture`: a disk that refuses or dawdles and a wall clock that is off, ordered
 * through a mapped file, so that it needs neither root nor a disk of its own. Only files below one folder are concerned. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* As FaultShim.cs writes it. */
struct orders {
    int32_t refuse;    /* errno of whatever writes; 0: works */
    int32_t grows;     /* refuse only what makes a file longer, as a full disk does */
    int32_t write_us;  /* every write takes so much longer */
    int32_t sync_us;   /* every sync takes so much longer */
    int64_t shift_ns;  /* the wall clock is that far ahead */
    int64_t refused;   /* how often it refused, told back */
};

static struct orders *orders;
static const char *folder;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("ESTATE_TROUBLE");
    folder = getenv("ESTATE_TROUBLE_FOLDER");
    int fd = path && folder ? openat(AT_FDCWD, path, O_RDWR | O_CLOEXEC) : -1;
    if (fd < 0) return;
    void *map = mmap(NULL, sizeof *orders, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (map != MAP_FAILED) orders = map;
}

static int is_ours(int fd, struct stat *st)
{
    char link[64], path[PATH_MAX];
    if (fstat(fd, st) || !S_ISREG(st->st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return !strncmp(path, folder, strlen(folder));
}

static int refuses(void)
{
    __atomic_fetch_add(&orders->refused, 1, __ATOMIC_RELAXED);
    errno = orders->refuse;
    return 1;
}

/* A write or truncation up to end, -1 for the end of the file and more. */
static int troubled(int fd, int64_t end, int32_t wait)
{
    struct stat st;
    if (!orders || !(orders->refuse || wait) || !is_ours(fd, &st)) return 0;
    if (wait) usleep(wait);
    if (orders->refuse && (!orders->grows || end < 0 || end > st.st_size)) return refuses();
    return 0;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define WRITE_US (orders ? orders->write_us : 0)

ssize_t write(int fd, const void *data, size_t count)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    return troubled(fd, -1, WRITE_US) ? -1 : real(fd, data, count);
}

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return troubled(fd, at + (int64_t)count, WRITE_US) ? -1 : real(fd, data, count, at);
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t at) { return pwrite64(fd, data, count, at); }

int ftruncate64(int fd, off64_t size)
{
    REAL(int, "ftruncate64", int, off64_t);
    return troubled(fd, size, 0) ? -1 : real(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* A full disk syncs well what it holds; one that fails or was made read-only does not. */
static int sync_troubled(int fd) { return troubled(fd, 0, orders ? orders->sync_us : 0); }

int fsync(int fd)
{
    REAL(int, "fsync", int);
    return sync_troubled(fd) ? -1 : real(fd);
}

int fdatasync(int fd)
{
    REAL(int, "fdatasync", int);
    return sync_troubled(fd) ? -1 : real(fd);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    REAL(int, "open64", const char *, int, ...);
    if (orders && orders->refuse == EROFS && (flags & O_ACCMODE) != O_RDONLY && !strncmp(path, folder, strlen(folder)) && refuses()) return -1;
    return real(path, flags, mode);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
    REAL(int, "clock_gettime", clockid_t, struct timespec *);
    int result = real(id, t);
    if (!result && orders && orders->shift_ns && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
        int64_t all = t->tv_sec * 1000000000LL + t->tv_nsec + orders->shift_ns;
        t->tv_sec = all / 1000000000, t->tv_nsec = all % 1000000000;
    }
    return result;
}
