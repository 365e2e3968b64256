#!/usr/bin/env bash
# Two KNX libraries say of every date that it is a holiday in winter, and read a date from telegrams that say they have none.
#
# Version:  knx 2.5.4, knxultimate 5.4.0 (that of Node-RED's KNX nodes), Node.js 20
# Input:    DPT 19.001, date and time, by the specification (03_07_02, "Datapoint Type DateTime"). Sent: Wednesday 2026-07-01, noon, in Berlin. Received:
#           a time alone (NY, ND: "year, month and day not valid"); a clock that has lost its time (F: "fault", after a power failure, say)
# Expected: flags 21: summer time (SUTI), and NWD, "working day field not valid", since a Date does not know it. No date from either telegram
# Seen:       knx sends flags 00
#             knx, no date: 1899-11-30 12:00
#             knx, fault: 2000-01-01 00:00
#             knxultimate sends flags 00
#             knxultimate, no date: 1899-11-30 12:00
#             knxultimate, fault: 2000-01-01 00:00
#           00 says: WD = 0, "bank day (no working day)"; NWD = 0, "WD field valid"; SUTI = 0, "time = UT + X".
# Source:   dptlib/dpt19: formatAPDU writes 0 as the seventh byte, fromBuffer does not look at it
# So:       a heating or door controller that goes by working days has none, and one that counts back to UTC is an hour off in summer. Send the eight
#           bytes raw, and look at the seventh of what comes.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts knx@2.5.4 knxultimate@5.4.0
cat >app.cjs <<'X'
const libraries = {
  knx: require('./node_modules/knx/src/dptlib/dpt19.js'),
  knxultimate: require('./node_modules/knxultimate/build/dptlib/dpt19.js').default,
};
const [fault, noYear, noDate, noDayOfWeek] = [0x80, 0x10, 0x08, 0x04];
const told = (date) => new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16).replace('T', ' ');
for (const [name, dateTime] of Object.entries(libraries)) {
  console.log(`${name} sends flags ${dateTime.formatAPDU(new Date(2026, 6, 1, 12)).toString('hex', 6, 7)}`);
  console.log(`${name}, no date: ${told(dateTime.fromBuffer(Buffer.from([0, 0, 0, 12, 0, 0, noYear | noDate | noDayOfWeek, 0])))}`);
  console.log(`${name}, fault: ${told(dateTime.fromBuffer(Buffer.from([100, 1, 1, 6 << 5, 0, 0, fault, 0])))}`);
}
X
seen="$(TZ=Europe/Berlin node app.cjs)"
echo "$seen"
[ "$seen" = 'knx sends flags 00
knx, no date: 1899-11-30 12:00
knx, fault: 2000-01-01 00:00
knxultimate sends flags 00
knxultimate, no date: 1899-11-30 12:00
knxultimate, fault: 2000-01-01 00:00' ] || { echo "This has changed."; exit 1; }
