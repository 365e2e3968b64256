#!/usr/bin/env bash
# A reload sent to Mosquitto right after its port answers can end it instead.
#
# Version:  Debian's mosquitto 2.0.11-1.2+deb12u2
# Input:    a broker that has just been started, and whose port takes connections; then kill -HUP, the documented way to have its files read again
# Expected: it reads its files again (mosquitto.8: "Upon receiving the SIGHUP signal, mosquitto will attempt to reload ..."), since it serves already
# Seen:     it listens first and takes up its signal handlers afterwards; a SIGHUP between the two has the default effect and ends it, status 129:
#             connected after listen; after SIGHUP: exit status 129
#             order: listen, then handler of SIGHUP
#           The gap is short on an idle machine and long on a busy one. strace holds it open here, so that the outcome does not depend on luck.
# Source:   src/mosquitto.c, main(): listeners__start() comes before signal__setup()
# So:       who starts a broker and reloads it (scripts, tests, a unit's ExecReload) must not take the open port as the sign that it may;
#           SigCgt in /proc/PID/status tells.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${tracer:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root mosquitto=2.0.11-1.2+deb12u2 libcjson1 libwebsockets17 libdlt2 libwrap0 libev4 libuv1 libcap2 strace libunwind8 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu"
port=$((20000 + RANDOM % 10000))
printf 'listener %s 127.0.0.1\nallow_anonymous true\nuser %s\n' "$port" "$(id -un)" >broker.conf

traced() { exec root/usr/bin/strace -f -o "$1" -e trace=listen,rt_sigaction "${@:2}" root/usr/sbin/mosquitto -c broker.conf; }
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }
until_answers() { for _ in $(seq 300); do ! answers || return 0; read -rt 0.1 <> <(:) || true; done; return 1; }
broker_of() { pgrep -P "$tracer" || true; }

# As it is: in which order?
traced plain.txt >/dev/null 2>&1 &
tracer=$!
until_answers
for _ in $(seq 100); do grep -q 'rt_sigaction(SIGHUP' plain.txt && break; read -rt 0.1 <> <(:) || true; done
kill "$(broker_of)"
wait "$tracer" || true
order="$(awk '/ listen\(/ { if (!l) l = NR } /rt_sigaction\(SIGHUP, \{sa_handler=0x/ { if (!s) s = NR } END { print (l && s && l < s) ? "listen, then handler of SIGHUP" : "otherwise" }' plain.txt)"

# With three seconds between the two.
traced held.txt --inject=listen:delay_exit=3000000 >/dev/null 2>&1 &
tracer=$!
until_answers
kill -HUP "$(broker_of)"
status=0
wait "$tracer" || status=$?
echo "connected after listen; after SIGHUP: exit status $status"
echo "order: $order"
[ "$order" = "listen, then handler of SIGHUP" ] && [ "$status" -eq 129 ] || { echo "This has changed."; exit 1; }
