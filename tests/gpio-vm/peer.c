/* The least a C program can do with a card reader and a lock: what the gateway's latency is compared with.
 *   peer /dev/gpiochipN D0 D1 RELAY TABLE      D0, D1, RELAY: line offsets; TABLE: registered cards, 24 bits in hex, one a line
 * Prints "ready", then one line a frame: "D41B81 opened", "D41B81 unknown" or "bad LENGTH".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define FRAME_ENDS (30 * 1000000LL)   /* ns without an edge */
#define LOCK_PULSE (300 * 1000000LL)

static uint8_t registered[1 << 21]; /* one bit a card */
static int relay;
static int64_t close_at; /* 0: the relay is off */

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t now(void) /* the clock of the kernel's edges */
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int request(int chip, const uint32_t *lines, int count, uint64_t flags, uint32_t buffer)
{
    struct gpio_v2_line_request r = { .num_lines = count, .event_buffer_size = buffer, .config.flags = flags };
    memcpy(r.offsets, lines, count * sizeof *lines);
    strcpy(r.consumer, "peer");
    if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &r) < 0) fail("line request");
    return r.fd;
}

static void drive(int on)
{
    struct gpio_v2_line_values v = { .mask = 1, .bits = on };
    if (ioctl(relay, GPIO_V2_LINE_SET_VALUES_IOCTL, &v) < 0) fail("relay");
    close_at = on ? now() + LOCK_PULSE : 0;
}

/* 26 bits: even parity over the first 13, odd over the last 13. */
static void finish(uint32_t bits, int length)
{
    if (length != 26 || __builtin_parity(bits >> 13) || !__builtin_parity(bits & 0x1fff)) {
        printf("bad %d\n", length);
        return;
    }
    uint32_t card = bits >> 1 & 0xffffff;
    int known = registered[card >> 3] >> (card & 7) & 1;
    if (known) drive(1);
    printf("%06X %s\n", card, known ? "opened" : "unknown");
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: peer CHIP D0 D1 RELAY TABLE\n", stderr);
        return 2;
    }
    FILE *table = fopen(argv[5], "r");
    if (!table) fail(argv[5]);
    for (unsigned card; fscanf(table, "%x", &card) == 1;) registered[(card & 0xffffff) >> 3] |= 1 << (card & 7);
    fclose(table);

    int chip = open(argv[1], O_RDWR | O_CLOEXEC);
    if (chip < 0) fail(argv[1]);
    uint32_t wires[2] = { atoi(argv[2]), atoi(argv[3]) }, lock = atoi(argv[4]);
    relay = request(chip, &lock, 1, GPIO_V2_LINE_FLAG_OUTPUT, 0);
    int edges = request(chip, wires, 2, GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_EDGE_FALLING, 256);
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");

    uint32_t bits = 0;
    int length = 0;
    int64_t last = 0;
    for (;;) {
        /* Sleep until an edge, the end of the frame or the end of the pulse, whichever is first. */
        int64_t wake = length ? last + FRAME_ENDS : INT64_MAX;
        if (close_at && close_at < wake) wake = close_at;
        int64_t left = wake - now();
        if (left < 0) left = 0;
        struct timespec timeout = { left / 1000000000, left % 1000000000 };
        struct pollfd p = { .fd = edges, .events = POLLIN };
        if (ppoll(&p, 1, wake == INT64_MAX ? NULL : &timeout, NULL) < 0 && errno != EINTR) fail("ppoll");

        if (p.revents) {
            struct gpio_v2_line_event e[16];
            ssize_t got = read(edges, e, sizeof e);
            if (got < 0) fail("edges");
            for (size_t i = 0; i < got / sizeof *e; i++) {
                int64_t at = e[i].timestamp_ns;
                if (length && at - last >= FRAME_ENDS) finish(bits, length), length = 0; /* read late, but not one frame */
                bits = (length ? bits << 1 : 0) | (e[i].offset == wires[1]);
                length++, last = at;
            }
        } else if (length && now() - last >= FRAME_ENDS) {
            finish(bits, length), length = 0;
        }
        if (close_at && now() >= close_at) drive(0);
    }
}
