#!/usr/bin/env bash
# nats-server drops a message as a repeat since one of another subject had the same Nats-Msg-Id.
#
# Version:  Debian's nats-server 2.9.10-1+b3
# Input:    one stream of s.>; a message with Nats-Msg-Id 7 to s.estate-1, and another one with 7 to s.estate-2
# Expected: both stored: who numbers their own messages numbers them by their own subject
# Seen:     the second is answered as a duplicate and is not there:
#             s.estate-1: {"stream":"S", "seq":1}
#             s.estate-2: {"stream":"S", "seq":1,"duplicate": true}
#             stored: 1
# Source:   server/stream.go keeps one table of ids for the whole stream (ddmap)
# So:       whose message it is belongs into the id, and "duplicate" is no proof that this message is stored.
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
printf 'CONNECT {"verbose":false,"headers":true}\r\nSUB r 1\r\n' >&3
ask() { # SUBJECT HEADERS BODY: the body of the answer
  local line body="" headers="$2"
  if [ -n "$headers" ]; then
    printf 'HPUB %s r %s %s\r\n%s%s\r\n' "$1" "${#headers}" $((${#headers} + ${#3})) "$headers" "$3" >&3
  else
    printf 'PUB %s r %s\r\n%s\r\n' "$1" "${#3}" "$3" >&3
  fi
  while read -rt 5 line <&3; do
    case "$line" in
      MSG*) read -rt 5 body <&3; echo "${body%$'\r'}"; return ;;
      PING*) printf 'PONG\r\n' >&3 ;;
    esac
  done
}
ask "\$JS.API.STREAM.CREATE.S" "" '{"name":"S","subjects":["s.>"],"storage":"file"}' >/dev/null
id=$'NATS/1.0\r\nNats-Msg-Id: 7\r\n\r\n'
seen="s.estate-1: $(ask s.estate-1 "$id" one)
s.estate-2: $(ask s.estate-2 "$id" two)
stored: $(ask "\$JS.API.STREAM.INFO.S" "" "" | sed -n 's/.*"messages":\([0-9]*\).*/\1/p')"
echo "$seen"
[ "$seen" = 's.estate-1: {"stream":"S", "seq":1}
s.estate-2: {"stream":"S", "seq":1,"duplicate": true}
stored: 1' ]
