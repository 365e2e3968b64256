#!/usr/bin/env bash
# When the clock is set, Mosquitto throws sessions and messages away that are seconds old, or delivers what has long expired.
#
# Version:  Debian's mosquitto 2.0.11-1.2+deb12u2; faketime 0.9.10-2.1 plays the clock that somebody sets (the monotonic one goes on)
# Input:    a subscriber with a session of a day goes away; a message of quality 1 comes for it. Another has an order waiting that is good for 60 s, a
#           third one that is good for 2 s. The clock is left alone, set five years ahead (as by the first answer of a time server to a Pi
#           without a battery clock), or set back by a day; 4 s later all three come back
# Expected: the same in all three cases: message, order, and nothing of the expired one. Session and message expiry are intervals in seconds
#           (MQTT 5, 3.1.2.11.2 and 3.3.2.3.3), and 4 s have passed
# Seen:       left alone: session tap, good for 60 s open, good for 2 s -
#             five years ahead: session -, good for 60 s -, good for 2 s -
#             a day back: session tap, good for 60 s open, good for 2 s open
# Source:   src/session_expiry.c, src/database.c: both are kept as db.now_real_s plus the interval; will delays (src/will_delay.c) and retained
#           messages (src/retain.c) as well
# So:       what waited for a gateway that was being restarted can be gone although its device has the broker's PUBACK: devices repeat an event until
#           the gateway itself has said that it is stored. And an order carries its own time of expiry, which the device looks at.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${broker:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root mosquitto=2.0.11-1.2+deb12u2 mosquitto-clients=2.0.11-1.2+deb12u2 \
  libmosquitto1=2.0.11-1.2+deb12u2 libcjson1 libwebsockets17 libdlt2 libwrap0 libev4 libuv1 libcap2 libfaketime=0.9.10-2.1 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu"
port=$((20000 + RANDOM % 10000))
printf 'listener %s 127.0.0.1\nallow_anonymous true\nuser %s\nlog_type none\n' "$port" "$(id -un)" >broker.conf

publish() { root/usr/bin/mosquitto_pub -h 127.0.0.1 -p "$port" -V 5 -q 1 "$@" >/dev/null 2>&1; }
subscribe() { root/usr/bin/mosquitto_sub -h 127.0.0.1 -p "$port" -V 5 -q 1 -i "$1" -t "$1" "${@:2}" 2>/dev/null; }
begin() { subscribe "$1" -E -D connect session-expiry-interval 86400; }
back() { subscribe "$1" -c -C 1 -W 1 || true; }
pause() { for _ in $(seq "$1"); do read -rt 1 <> <(:) || true; done; }

after() {
  echo +0 >clock
  LD_PRELOAD="$work/root/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1" FAKETIME_TIMESTAMP_FILE="$work/clock" FAKETIME_NO_CACHE=1 \
    FAKETIME_DONT_FAKE_MONOTONIC=1 root/usr/sbin/mosquitto -c broker.conf >/dev/null 2>&1 &
  broker=$!
  for _ in $(seq 100); do ! publish -t t -m m || break; read -rt 0.1 <> <(:) || true; done
  for one in session minute moment; do begin "$one"; done
  publish -t session -m tap
  publish -t minute -m open -D publish message-expiry-interval 60
  publish -t moment -m open -D publish message-expiry-interval 2
  echo "$2" >clock
  pause 4
  session="$(back session)" minute="$(back minute)" moment="$(back moment)"
  echo "$1: session ${session:--}, good for 60 s ${minute:--}, good for 2 s ${moment:--}"
  kill "$broker"
  wait "$broker" || true
}
seen="$(after 'left alone' +0; after 'five years ahead' +5y; after 'a day back' -1d)"
echo "$seen"
[ "$seen" = 'left alone: session tap, good for 60 s open, good for 2 s -
five years ahead: session -, good for 60 s -, good for 2 s -
a day back: session tap, good for 60 s open, good for 2 s open' ] || { echo "This has changed."; exit 1; }
