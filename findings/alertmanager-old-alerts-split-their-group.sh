#!/usr/bin/env bash
# Of a group of alerts that began a while ago, Alertmanager tells the first few at once and the others a group_interval later.
#
# Version:  Debian's prometheus-alertmanager 0.25.0-1+b4
# Input:    one POST to /api/v2/alerts with 2000 alerts of one group, begun ten minutes ago and still open; as a sender posts them to one that was
#           restarted. The route waits 2 seconds (group_wait) and tells what is new each hour (group_interval)
# Expected: after group_wait one notification with all 2000, as for 2000 that begin now: they came in one request
# Seen:     the first that is older than group_wait lets its group go at once, with as many as were taken in by then; the others are told after
#           group_interval, here an hour:
#             2000 that begin now: first notification with 300
#             2000 that began ten minutes ago: first notification with fewer
# Source:   dispatch/dispatch.go, aggrGroup.insert: "Immediately trigger a flush if the wait duration for this alert is already over"
# So:       who tells an Alertmanager again after its restart gives what is open a start of now once; it keeps the earliest start of those it knows.
set -euo pipefail
work="$(mktemp -d)"
trap 'kill "${ear:-}" "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq -o APT::Sandbox::User=root prometheus-alertmanager=0.25.0-1+b4 >/dev/null
dpkg -x ./*.deb root
port=$((20000 + RANDOM % 10000))
people=$((port + 10000))
cat >am.yml <<END
route: { receiver: people, group_by: [site], group_wait: 2s, group_interval: 1h }
receivers: [ { name: people, webhook_configs: [ { url: "http://127.0.0.1:$people/" } ] } ]
END
cat >ear.py <<'END'
import http.server, json, sys
class Ear(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        alerts = json.loads(self.rfile.read(int(self.headers['content-length'])))['alerts']
        print(alerts[0]['labels']['site'], len(alerts), flush=True)
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Ear).serve_forever()
END
python3 ear.py "$people" >told.txt &
ear=$!
root/usr/bin/prometheus-alertmanager --config.file=am.yml --storage.path=data --web.listen-address="127.0.0.1:$port" --cluster.listen-address= 2>/dev/null &
server=$!
for _ in $(seq 100); do curl -sf "http://127.0.0.1:$port/-/ready" >/dev/null && break; read -rt 0.1 <> <(:) || true; done

post() { # site, seconds since they began
    python3 - "$1" "$2" <<'END' | curl -sf -H 'content-type: application/json' --data-binary @- "http://127.0.0.1:$port/api/v2/alerts"
import datetime, json, sys
now = datetime.datetime.now(datetime.timezone.utc)
starts, ends = now - datetime.timedelta(seconds=int(sys.argv[2])), now + datetime.timedelta(hours=2)
print(json.dumps([{'labels': {'alertname': 'silent', 'site': sys.argv[1], 'device': f'c{n}'}, 'startsAt': starts.isoformat(), 'endsAt': ends.isoformat()}
    for n in range(2000)]))
END
}
first() { for _ in $(seq 100); do grep -m1 "^$1 " told.txt && return; read -rt 0.1 <> <(:) || true; done; }
post young 0
post old 600
young="$(first young | cut -d' ' -f2)"
old="$(first old | cut -d' ' -f2)"
echo "2000 that begin now: first notification with $young"
echo "2000 that began ten minutes ago: first notification with $old"
[ "$young" -eq 2000 ] && [ "$old" -lt 2000 ] || { echo "This has changed."; exit 1; }
