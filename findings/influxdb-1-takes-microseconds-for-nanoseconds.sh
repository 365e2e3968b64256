#!/usr/bin/env bash
# InfluxDB 1 takes a precision that it does not know for nanoseconds: what is written with InfluxDB 2's "us" goes to January 1970.
#
# Version:  Debian's influxdb 1.6.7~rc0-1+b13
# Input:    one point of 2026-11-30T10:00:00Z in microseconds, written with precision=u (InfluxDB 1's word for them) and with precision=us (that of
#           InfluxDB 2 and of every client for it); one in seconds with precision=S
# Expected: u: stored; the others: stored with that time, or refused with 400
# Seen:       u: 204, 2026-11-30T10:00:00Z
#             us: 204, 1970-01-21T18:53:52.8Z
#             S: 204, 1970-01-01T00:00:01.7960328Z
# Source:   models/points.go, GetPrecisionMultiplier: a switch without a default; services/httpd/handler.go passes the parameter on as it came
# So:       nobody is told, and no question about today finds the points. Nanoseconds are the one precision that cannot go wrong so: what is not
#           known is taken for them.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root influxdb=1.6.7~rc0-1+b13 >/dev/null
dpkg -x ./influxdb_*.deb root
port=$((20000 + RANDOM % 10000))
url="http://127.0.0.1:$port"
cat >influx.conf <<END
reporting-disabled = true
bind-address = "127.0.0.1:$((port + 10000))"
[meta]
  dir = "$work/meta"
[data]
  dir = "$work/data"
  wal-dir = "$work/wal"
[http]
  bind-address = "127.0.0.1:$port"
END
root/usr/bin/influxd -config influx.conf >log 2>&1 &
server=$!
for _ in $(seq 100); do ! curl -sf "$url/ping" || break; read -rt 0.1 <> <(:) || true; done

curl -sf "$url/query" -d 'q=CREATE DATABASE estate' >/dev/null
written() {
  answer="$(curl -s -o /dev/null -w '%{http_code}' "$url/write?db=estate&precision=$1" --data-binary "bay,written=$1 free=23 $2")"
  stored="$(curl -s -G "$url/query" -d db=estate --data-urlencode "q=SELECT free FROM bay WHERE written = '$1'" \
    | grep -o '"values":\[\["[^"]*' | cut -d'"' -f4)"
  echo "$1: $answer, $stored"
}
seconds="$(date -u -d 2026-11-30T10:00:00Z +%s)"
seen="$(written u "${seconds}000000"; written us "${seconds}000000"; written S "$seconds")"
echo "$seen"
[ "$seen" = 'u: 204, 2026-11-30T10:00:00Z
us: 204, 1970-01-21T18:53:52.8Z
S: 204, 1970-01-01T00:00:01.7960328Z' ] || { echo "This has changed."; exit 1; }
