#!/usr/bin/env bash
# VictoriaMetrics answers 204 to points that it drops for their time.
#
# Version:  Debian's victoria-metrics 1.79.5+ds1-2+b5, without flags
# Input:    four lines in one POST to /api/v2/write: an hour old, 40 days old, an hour ahead, 40 days ahead
# Expected: an answer that says which were not taken, as InfluxDB gives over /api/v2/write: 422 "points outside retention policy", 204 "all
#           data in the batch is written and queryable" (docs.influxdata.com, write API)
# Seen:     204, the two near points, and only a counter that knows of the others:
#             204
#             stored: hour-ahead, hour-old
#             vm_rows_ignored_total{reason="big_timestamp"} 1
#             vm_rows_ignored_total{reason="small_timestamp"} 1
# Source:   lib/storage/storage.go, add: rows outside minTimestamp..maxTimestamp (retention, and two days ahead) are counted and skipped
# So:       204 says nothing of what is stored. Who sends what is old (a journal after an outage, another server's history) or what a device
#           with a wrong clock says compares what is there afterwards, and asks the server for -retentionPeriod before (default: one month).
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root victoria-metrics=1.79.5+ds1-2+b5 >/dev/null
dpkg -x ./victoria-metrics_*.deb root
port=$((20000 + RANDOM % 10000))
url="http://127.0.0.1:$port"
root/usr/bin/victoria-metrics -httpListenAddr="127.0.0.1:$port" -storageDataPath="$work/data" >log 2>&1 &
server=$!
for _ in $(seq 100); do ! curl -sf "$url/health" >/dev/null || break; read -rt 0.1 <> <(:) || true; done

now="$(date +%s)"
point() { echo "point,age=$1 value=1 $((now + $2))000000000"; }
answer="$(curl -s -o /dev/null -w '%{http_code}' "$url/api/v2/write?bucket=b&precision=ns" --data-binary \
  "$(point hour-old -3600; point 40-days-old -3456000; point hour-ahead 3600; point 40-days-ahead 3456000)")"
stored() {
  curl -s "$url/api/v1/export?match[]=point_value&start=0&end=$((now + 5000000))" \
    | sed 's/.*"age":"\([^"]*\)".*/\1/' | sort | paste -sd, | sed 's/,/, /g'
}
for _ in $(seq 100); do [ -z "$(stored)" ] || break; read -rt 0.1 <> <(:) || true; done
seen="$(echo "$answer"; echo "stored: $(stored)"; curl -s "$url/metrics" | grep '^vm_rows_ignored_total' | grep _timestamp)"
echo "$seen"
[ "$seen" = '204
stored: hour-ahead, hour-old
vm_rows_ignored_total{reason="big_timestamp"} 1
vm_rows_ignored_total{reason="small_timestamp"} 1' ] || { echo "This has changed."; exit 1; }
