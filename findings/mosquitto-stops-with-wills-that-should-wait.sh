#!/usr/bin/env bash
# A Mosquitto that is restarted publishes the wills of all who are connected, also those that should have waited for them to come back.
#
# Version:  Debian's mosquitto 2.0.11-1.2+deb12u2, persistence on
# Input:    a device with a session that does not expire and a will ("offline", retained) whose delay is ten minutes; its status is "online". The
#           broker is stopped as systemd does it (SIGTERM) and started again; the device is back in its session within seconds
# Expected: online: a will is sent when its delay has passed or the session ends, whichever comes first, and not at all when the client comes
#           back before (MQTT 5, 3.1.3.2.2). The session outlives the restart
# Seen:       before: online
#             after the restart, with the device connected again: offline
#           And it stays so for everybody who subscribes, until the device says otherwise.
# Source:   src/mosquitto.c, main(), behind its loop: context__send_will for every client, then will_delay__send_all; a comment there begins with
#           "this isn't quite right". What is published so is in the persistent store, with the session
# So:       "offline" after a restart of the broker says nothing; a device says "online" after every connection, not only when its session is new,
#           and who listens waits for that before it raises an alarm for a whole estate.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${device:-}" "${broker:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root mosquitto=2.0.11-1.2+deb12u2 mosquitto-clients=2.0.11-1.2+deb12u2 \
  libmosquitto1=2.0.11-1.2+deb12u2 libcjson1 libwebsockets17 libdlt2 libwrap0 libev4 libuv1 libcap2 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
export LD_LIBRARY_PATH="$work/root/usr/lib/x86_64-linux-gnu:$work/root/lib/x86_64-linux-gnu"
port=$((20000 + RANDOM % 10000))
cat >broker.conf <<END
listener $port 127.0.0.1
allow_anonymous true
user $(id -un)
persistence true
persistence_location $work/
log_type none
END

publish() { root/usr/bin/mosquitto_pub -h 127.0.0.1 -p "$port" -V 5 -q 1 "$@" >/dev/null 2>&1; }
subscribe() { root/usr/bin/mosquitto_sub -h 127.0.0.1 -p "$port" -V 5 -q 1 "$@" 2>/dev/null; }
broker() {
  root/usr/sbin/mosquitto -c broker.conf >/dev/null 2>&1 &
  broker=$!
  for _ in $(seq 100); do ! publish -t t -m m || break; read -rt 0.1 <> <(:) || true; done
}
# What the device hears shows that it is there.
hears() {
  for _ in $(seq 100); do
    publish -t ask -m "$1"
    ! grep -q "$1" heard || return 0
    read -rt 0.2 <> <(:) || true
  done
  return 1
}

broker
root/usr/bin/mosquitto_sub -h 127.0.0.1 -p "$port" -V 5 -q 1 -i device -c -t ask \
  --will-topic status --will-payload offline --will-retain --will-qos 1 -D will will-delay-interval 600 >heard 2>/dev/null &
device=$!
hears first
publish -t status -r -m online
before="$(subscribe -t status -C 1 -W 2 || true)"
kill "$broker"
wait "$broker" || true
broker
hears second
after="$(subscribe -t status -C 1 -W 2 || true)"
printf 'before: %s\nafter the restart, with the device connected again: %s\n' "$before" "$after"
[ "$before" = online ] && [ "$after" = offline ] || { echo "This has changed."; exit 1; }
