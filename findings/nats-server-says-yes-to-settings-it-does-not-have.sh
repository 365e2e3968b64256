#!/usr/bin/env bash
# nats-server makes a stream and a consumer without what was asked for, and says that they were made.
#
# Version:  Debian's nats-server 2.9.10-1+b3
# Input:    a stream with compression and per-message TTL (2.10, 2.11), and a durable consumer of it with two filter subjects (2.10)
# Expected: an error: a member that the server does not know is asked for
# Seen:     both are made, and the consumer gets what is published to other subjects, too:
#             stream: made, compression in its configuration: no, allow_msg_ttl: no
#             consumer: made, filter_subjects in its configuration: no
#             the consumer of s.wanted and s.also was given: s.other
# Source:   server/jetstream_api.go reads requests by encoding/json, which leaves out members it has no field for
# So:       what was made is what its answer says: compare it with what was asked, for each stream and consumer, at each start.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root nats-server=2.9.10-1+b3 >/dev/null
dpkg -x ./nats-server_*.deb root
port=$((20000 + RANDOM % 10000))
root/usr/sbin/nats-server -a 127.0.0.1 -p "$port" -js -sd "$work/store" >log 2>&1 &
server=$!
for _ in $(seq 100); do ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break; read -rt 0.1 <> <(:) || true; done

exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'CONNECT {"verbose":false}\r\nSUB r 1\r\n' >&3
ask() { # SUBJECT BODY: the subject and the body of the answer
  local line body=""
  printf 'PUB %s r %s\r\n%s\r\n' "$1" "${#2}" "$2" >&3
  while read -rt 5 line <&3; do
    case "$line" in
      MSG*) read -rt 5 body <&3; echo "${line#MSG } ${body%$'\r'}"; return ;;
      PING*) printf 'PONG\r\n' >&3 ;;
    esac
  done
}
has() { case "$1" in *"\"$2\":"*) echo yes ;; *) echo no ;; esac; }
made() { case "$1" in *'"error":'*) echo refused ;; *) echo made ;; esac; }
stream="$(ask "\$JS.API.STREAM.CREATE.S" '{"name":"S","subjects":["s.>"],"storage":"file","compression":"s2","allow_msg_ttl":true}')"
consumer="$(ask "\$JS.API.CONSUMER.DURABLE.CREATE.S.C" \
  '{"stream_name":"S","config":{"durable_name":"C","ack_policy":"explicit","filter_subjects":["s.wanted","s.also"]}}')"
ask s.other '{}' >/dev/null
given="$(ask "\$JS.API.CONSUMER.MSG.NEXT.S.C" '')"
has_ttl="$(has "$stream" allow_msg_ttl)"
seen="stream: $(made "$stream"), compression in its configuration: $(has "$stream" compression), allow_msg_ttl: $has_ttl
consumer: $(made "$consumer"), filter_subjects in its configuration: $(has "$consumer" filter_subjects)
the consumer of s.wanted and s.also was given: ${given%% *}"
echo "$seen"
[ "$seen" = 'stream: made, compression in its configuration: no, allow_msg_ttl: no
consumer: made, filter_subjects in its configuration: no
the consumer of s.wanted and s.also was given: s.other' ]
