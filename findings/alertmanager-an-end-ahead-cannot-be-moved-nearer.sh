#!/usr/bin/env bash
# An alert's end that Alertmanager knows cannot be replaced by an earlier one, unless that is past by its own clock.
#
# Version:  Debian's prometheus-alertmanager 0.25.0-1+b4
# Input:    two posts of one alert to /api/v2/alerts: first with an end an hour ahead, then with an end two seconds ahead (as a sender says whose clock is
#           two seconds ahead: "it is over now")
# Expected: resolved after two seconds: the newest word about an alert counts
# Seen:     the later of the two ends stays, and the alert goes on for the hour; the answer is 200. An end that is past when it comes does count:
#             two seconds ahead, four seconds later: active, ends in an hour
#             a second ago: not active
# Source:   types/types.go, Alert.Merge: "A non-timeout timestamp always rules if it is the latest"
# So:       who says an end says one that is past by Alertmanager's clock (its answers carry a Date), or says it again; and gives what is open an end
#           a few minutes ahead, never days.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root prometheus-alertmanager=0.25.0-1+b4 >/dev/null
dpkg -x ./*.deb root
port=$((20000 + RANDOM % 10000))
printf 'route: { receiver: none }\nreceivers: [ { name: none } ]\n' >am.yml
root/usr/bin/prometheus-alertmanager --config.file=am.yml --storage.path=data --web.listen-address="127.0.0.1:$port" --cluster.listen-address= 2>/dev/null &
server=$!
for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/-/ready" >/dev/null && break; read -rt 0.1 <> <(:) || true; done

at() { date -u -d "$1" +%Y-%m-%dT%H:%M:%S.%NZ; }
starts="$(at '-10 minutes')"
post() { curl -sf -H 'content-type: application/json' -d "[{\"labels\":{\"alertname\":\"door\"},\"startsAt\":\"$starts\",\"endsAt\":\"$(at "$1")\"}]" "http://127.0.0.1:$port/api/v2/alerts"; }
active() { curl -sf "http://127.0.0.1:$port/api/v2/alerts?active=true" | grep -o '"endsAt":"[^"]*"' || true; }
post '+1 hour'
post '+2 seconds'
read -rt 4 <> <(:) || true
still="$(active)"
echo "two seconds ahead, four seconds later: ${still:+active}${still:-not active}"
post '-1 second'
gone="$(active)"
echo "a second ago: ${gone:-not active}"
[ -n "$still" ] && [ -z "$gone" ] || { echo "This has changed."; exit 1; }
