/* Plays a gate's wires on a gpio-sim chip, through its sysfs files. DIR is the chip's folder, card N any number:
 *   inject cards FIRST COUNT                          prints the cards' 24 data bits in hex, one a line; sends nothing
 *   inject send DIR FIRST COUNT PERIOD_US LOW_US GAP_US   sends one Wiegand-26 frame a card; prints how well it kept time
 *   inject watch DIR FIRST COUNT                      one card at a time, each from falling edge to relay; prints latencies
 *   inject bounce DIR LINE COUNT                      turns a line over COUNT times, 1 ms apart, beginning with up
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { RELAY = 0, D0 = 4, D1 = 5 }; /* as sim.sh orders the lines */
enum { US = 1000, MS = 1000000 };

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void pause_for(int64_t ns)
{
    struct timespec t = { ns / 1000000000, ns % 1000000000 };
    nanosleep(&t, NULL);
}

/* Sleeps most of the way, so that others get the only processor, and spins the rest, to be exact. */
static void until(int64_t t)
{
    int64_t left = t - now();
    if (left > 3 * MS) pause_for(left - MS);
    while (now() < t) { }
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int open_line(const char *dir, int line, const char *file, int flags)
{
    char path[256];
    snprintf(path, sizeof path, "%s/sim_gpio%d/%s", dir, line, file);
    int fd = open(path, flags);
    if (fd < 0) fail(path);
    return fd;
}

static void pull(int fd, int up)
{
    const char *text = up ? "pull-up" : "pull-down";
    if (pwrite(fd, text, strlen(text), 0) < 0) fail("pull");
}

static int value(int fd)
{
    char c;
    if (pread(fd, &c, 1, 0) != 1) fail("value");
    return c == '1';
}

/* 24 bits that look like anything, different for every n below 2^24 or so. */
static uint32_t card(uint32_t n) { return n * 2654435761u >> 8; }

/* Even parity over the first 12 data bits in front, odd over the last 12 behind. */
static uint32_t frame(uint32_t data)
{
    uint32_t first = __builtin_parity(data >> 12), last = !__builtin_parity(data & 0xfff);
    return first << 25 | data << 1 | last;
}

static struct { int64_t low_sum, low_max, period_sum, period_max; long bits, periods; } kept;

/* Returns when the last bit's line fell; taken before the write, so that a latency counts all of it. */
static int64_t send(const int wire[2], uint32_t bits, int64_t period, int64_t low)
{
    int64_t fell = 0, before = 0;
    for (int i = 25; i >= 0; i--) {
        int fd = wire[bits >> i & 1];
        if (before) until(before + period);
        fell = now();
        pull(fd, 0);
        until(fell + low);
        pull(fd, 1);
        int64_t was = now() - fell;
        kept.low_sum += was, kept.bits++;
        if (was > kept.low_max) kept.low_max = was;
        if (before) {
            kept.period_sum += fell - before, kept.periods++;
            if (fell - before > kept.period_max) kept.period_max = fell - before;
        }
        before = fell;
    }
    return fell;
}

/* Waits until the relay shows a value, at most 5 s; the time it was seen, or 0. */
static int64_t relay_is(int fd, int wanted, int64_t step)
{
    for (int64_t end = now() + 5000LL * MS; now() < end; pause_for(step))
        if (value(fd) == wanted) return now();
    return 0;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int watch(const int wire[2], int relay, uint32_t first, int count)
{
    int64_t *took = calloc(count, sizeof *took), start, rest = 0;
    int n = 0, missed = 0, stuck = 0;
    if (!took) fail("calloc");
    for (int i = 0; i < count && missed < 3; i++) { /* whoever missed three will miss the rest, slowly */
        int64_t fell = send(wire, frame(card(first + i)), 2 * MS, 50 * US), seen = relay_is(relay, 1, 50 * US);
        if (seen) took[n++] = seen - fell; else missed++;
        if (!relay_is(relay, 0, 5 * MS)) stuck++;
        pause_for(100 * MS);
    }
    if (n < 2) {
        printf("n=%d missed=%d stuck=%d\n", n, missed, stuck);
        return 1;
    }
    /* A just started program is slow once. It counts, but how slow the others were is told apart. */
    start = took[0];
    for (int i = 1; i < n; i++) if (took[i] > rest) rest = took[i];
    qsort(took, n, sizeof *took, ascending);
    /* Nearest rank: with fewer than 100 values the 99th percentile is the slowest. */
    printf("n=%d missed=%d stuck=%d first_us=%ld others_max_us=%ld p50_us=%ld p99_us=%ld max_us=%ld\n", n, missed, stuck,
        (long)(start / US), (long)(rest / US), (long)(took[(n * 50 + 99) / 100 - 1] / US),
        (long)(took[(n * 99 + 99) / 100 - 1] / US), (long)(took[n - 1] / US));
    return missed || stuck;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 3 ? argv[1] : "";
    prctl(PR_SET_TIMERSLACK, 1); /* or every sleep may be 50 us late */
    if (!strcmp(mode, "cards") && argc == 4) {
        for (int i = 0; i < atoi(argv[3]); i++) printf("%06X\n", card(atoi(argv[2]) + i));
        return 0;
    }
    if (!strcmp(mode, "bounce") && argc == 5) {
        int fd = open_line(argv[2], atoi(argv[3]), "pull", O_WRONLY);
        int64_t start = now();
        for (int i = 0; i < atoi(argv[4]); i++) {
            until(start + (int64_t)i * MS);
            pull(fd, i % 2 == 0);
        }
        return 0;
    }
    if ((!strcmp(mode, "send") && argc == 8) || (!strcmp(mode, "watch") && argc == 5)) {
        int wire[2] = { open_line(argv[2], D0, "pull", O_WRONLY), open_line(argv[2], D1, "pull", O_WRONLY) };
        uint32_t first = atoi(argv[3]);
        int count = atoi(argv[4]);
        if (*mode == 'w') return watch(wire, open_line(argv[2], RELAY, "value", O_RDONLY), first, count);
        int64_t last = 0, gap = atoll(argv[7]) * US;
        for (int i = 0; i < count; i++) {
            if (last) until(last + gap);
            last = send(wire, frame(card(first + i)), atoll(argv[5]) * US, atoll(argv[6]) * US);
        }
        printf("low_us avg %ld max %ld, period_us avg %ld max %ld\n", (long)(kept.low_sum / US / kept.bits), (long)(kept.low_max / US),
            (long)(kept.period_sum / US / kept.periods), (long)(kept.period_max / US));
        return 0;
    }
    fputs("usage: inject cards|send|watch|bounce ..., see inject.c\n", stderr);
    return 2;
}
