#!/usr/bin/env bash
# What a Zigbee sensor sends for "I have no value" leaves Zigbee2MQTT's converters as a value.
#
# Version:  zigbee-herdsman-converters 26.105.0, zigbee-herdsman 10.9.2 (which parses the frames): what Zigbee2MQTT 2.14.1 is made of
# Input:    reports of attributes with the values that Zigbee's cluster library reserves: MeasuredValue 0x8000 (temperature, pressure) and 0xFFFF
#           (humidity, illuminance), "indicates that the measured value is invalid"; ActivePower 0x8000; BatteryPercentageRemaining 0xFF
# Expected: nothing, or null
# Seen:       temperature: {"temperature":-327.68}
#             humidity: {"humidity":655.35}
#             pressure: {"pressure":-3276.8}
#             illuminance: {"illuminance":3576020.5018090233}
#             power: {"power":-32768}
#             battery: {}
# Source:   lib/modernExtend.js: numeric() divides by the scale and asks nothing; battery() alone leaves 255 out
# So:       a probe whose sensor broke off is a frost alarm, or shifts an average. A profile says what its product can measure, and leaves out the
#           rest.
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts zigbee-herdsman-converters@26.105.0 zigbee-herdsman@10.9.2
cat >app.mjs <<'X'
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Zcl } = require('zigbee-herdsman');
const { battery, electricityMeter, humidity, illuminance, pressure, temperature } = require('zigbee-herdsman-converters/lib/modernExtend');
const [int16, uint16, uint8] = [0x29, 0x21, 0x20];

tell('temperature', temperature(), 0x0402, 'measuredValue', int16, [0x00, 0x80]);
tell('humidity', humidity(), 0x0405, 'measuredValue', uint16, [0xff, 0xff]);
tell('pressure', pressure(), 0x0403, 'measuredValue', int16, [0x00, 0x80]);
tell('illuminance', illuminance(), 0x0400, 'measuredValue', uint16, [0xff, 0xff]);
tell('power', electricityMeter({ cluster: 'electrical' }), 0x0b04, 'activePower', int16, [0x00, 0x80]);
tell('battery', battery(), 0x0001, 'batteryPercentageRemaining', uint8, [0xff]);

function tell(name, extend, clusterId, attribute, type, value) {
  const cluster = Zcl.Utils.getCluster(clusterId);
  const id = cluster.attributes[attribute].ID;
  const bytes = Buffer.from([0x18, 0x01, 0x0a, id & 0xff, id >> 8, type, ...value]);
  const [report] = Zcl.Frame.fromBuffer(clusterId, Zcl.Header.fromBuffer(bytes), bytes, {}).payload;
  const endpoint = { ID: 1, getClusterAttributeValue: () => 1 };
  const message = { type: 'attributeReport', cluster: cluster.name, data: { [attribute]: report.attrData }, endpoint, device: {}, meta: {} };
  const model = { model: 'any', meta: {}, exposes: [] };
  const given = extend.fromZigbee.filter((one) => one.cluster === cluster.name)
    .map((one) => one.convert(model, message, () => {}, {}, { state: {}, device: {}, mapped: model }));
  console.log(`${name}: ${JSON.stringify(Object.assign({}, ...given))}`);
}
X
seen="$(node app.mjs)"
echo "$seen"
[ "$seen" = 'temperature: {"temperature":-327.68}
humidity: {"humidity":655.35}
pressure: {"pressure":-3276.8}
illuminance: {"illuminance":3576020.5018090233}
power: {"power":-32768}
battery: {}' ] || { echo "This has changed."; exit 1; }
