#!/usr/bin/env bash
# VictoriaMetrics gives 0.1 + 0.2 back as 0.3.
#
# Version:  Debian's victoria-metrics 1.79.5+ds1-2+b5
# Input:    two lines with 0.30000000000000004 and 123456.789012345; then /api/v1/export
# Expected: the values that were written, as InfluxDB returns them: a field of line protocol is a 64-bit float
# Seen:       0.30000000000000004 comes back as 0.3
#             123456.789012345 comes back as 123456.78901234
# Source:   lib/decimal/decimal.go: a float is kept as a decimal, found by conversionPrecision (1e12)
# So:       a rule that is tried on the past (value > 0.3) decides otherwise than it did. Round to twelve digits before anything decides,
#           and what is kept is what was decided by.
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
curl -sf "$url/api/v2/write?bucket=b&precision=ns" --data-binary "sum value=0.30000000000000004 ${now}000000000
meter value=123456.789012345 ${now}000000000"
back() { curl -s "$url/api/v1/export?match[]=$1_value&start=0" | grep -o '"values":\[[^]]*' | sed 's/.*[[,]//'; }
for _ in $(seq 100); do [ -z "$(back meter)" ] || break; read -rt 0.1 <> <(:) || true; done
seen="0.30000000000000004 comes back as $(back sum)
123456.789012345 comes back as $(back meter)"
echo "$seen"
[ "$seen" = '0.30000000000000004 comes back as 0.3
123456.789012345 comes back as 123456.78901234' ] || { echo "This has changed."; exit 1; }
