#!/usr/bin/env bash
# Node-RED puts a variable of the environment into a node's setting only where the setting is nothing else.
#
# Version:  node-red 4.1.15 (Node.js 20)
# Input:    two nodes "http request", with ${PLACE} = 127.0.0.1:PORT of a server that counts, in the environment:
#             the whole url is ${WHOLE} (http://127.0.0.1:PORT/whole);  the url is http://${PLACE}/part
# Expected: both ask the server: in a shell, in Compose files and in Node-RED's own "${A} and ${B}" of a group's env a part is replaced, too
# Seen:     the whole one asks; the other keeps its ${…} as letters and fails, or goes somewhere else: the server is asked once
#             asked: /whole
# Source:   @node-red/runtime lib/flows/util.js: EnvVarPropertyRE = /^\${(\S+)}$/
# So:       a flow that others shall import puts addresses together in a function, with env.get("PLACE")
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts node-red@4.1.15
cat >app.mjs <<'X'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const asked = [];
const server = createServer((request, response) => { asked.push(request.url); response.end('{}'); }).listen(0, '127.0.0.1');
await once(server, 'listening');
const place = `127.0.0.1:${server.address().port}`;
const request = (id, url) => ({ id, type: 'http request', z: 'tab', method: 'GET', ret: 'txt', url, wires: [['done']] });
mkdirSync('user');
writeFileSync('user/settings.js', `module.exports = { flowFile: 'flows.json', uiHost: '127.0.0.1', uiPort: 0, credentialSecret: false,
  telemetry: { enabled: false } };`);
writeFileSync('user/flows.json', JSON.stringify([
  { id: 'tab', type: 'tab', label: 'tab' },
  { id: 'go', type: 'inject', z: 'tab', once: true, onceDelay: 0.1, props: [], wires: [['whole', 'part']] },
  request('whole', '${WHOLE}'), request('part', 'http://${PLACE}/part'),
  { id: 'caught', type: 'catch', z: 'tab', scope: null, wires: [['done']] },
  { id: 'done', type: 'function', z: 'tab', func: 'node.warn("one is done"); return null;', wires: [] },
]));
const nodeRed = spawn(process.execPath, ['node_modules/node-red/red.js', '--userDir', 'user'],
  { env: { ...process.env, PLACE: place, WHOLE: `http://${place}/whole` } });
let log = '';
const over = setTimeout(() => nodeRed.kill(), 60000);
nodeRed.stdout.on('data', part => {
  log += part;
  if (log.split('one is done').length > 2) nodeRed.kill();
});
await once(nodeRed, 'exit');
clearTimeout(over);
if (log.split('one is done').length < 3) console.log(log);
console.log(`asked: ${asked.sort().join(' ')}`);
process.exit(0);
X
seen="$(node app.mjs)"
echo "$seen"
[ "$seen" = 'asked: /whole' ] || { echo "not as seen before" >&2; exit 1; }
