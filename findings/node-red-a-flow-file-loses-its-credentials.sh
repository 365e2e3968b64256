#!/usr/bin/env bash
# Node-RED takes the credentials of a flow when it is imported or deployed, and drops them without a word when the same file is its own.
#
# Version:  node-red 4.1.15 (Node.js 20)
# Input:    one flow: an "http request" with authType "bearer" and "credentials": {"password": "secret"}, once deployed over POST /flows, once
#           lying in the user folder as flows.json at the start
# Expected: the same request both times, or an error that says where credentials belong
# Seen:     deployed: Bearer secret
#           as its file: none
#           The log says nothing of it; to a broker it connects without a name.
# Source:   @node-red/runtime lib/flows/index.js: setFlows takes credentials out of a deployed flow (credentials.extract), but not of one it
#           loads; those come from flows_cred.json alone
# So:       an example is imported in the editor or deployed over the API; who lays it into the user folder writes flows_cred.json, too
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

const server = createServer((request, response) => {
  response.end('{}');
  server.emit('asked', request.headers.authorization ?? 'none');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const flow = JSON.stringify([
  { id: 'tab', type: 'tab', label: 'tab' },
  { id: 'go', type: 'inject', z: 'tab', once: true, onceDelay: 0.1, props: [], wires: [['ask']] },
  { id: 'ask', type: 'http request', z: 'tab', method: 'GET', ret: 'txt', url: `http://127.0.0.1:${server.address().port}/`,
    authType: 'bearer', credentials: { password: 'secret' }, wires: [[]] },
]);

async function asks(folder, prepare, started) {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address();
  free.close();
  await once(free, 'close');
  mkdirSync(folder);
  writeFileSync(`${folder}/settings.js`, `module.exports = { flowFile: 'flows.json', uiHost: '127.0.0.1', uiPort: ${port},
    credentialSecret: false, telemetry: { enabled: false } };`);
  prepare(folder);
  const asked = once(server, 'asked');
  const nodeRed = spawn(process.execPath, ['node_modules/node-red/red.js', '--userDir', folder]);
  const over = setTimeout(() => process.exit(1), 60000);
  let log = '';
  await new Promise(ready => nodeRed.stdout.on('data', part => { if ((log += part).includes('Started flows')) ready(); }));
  await started(`http://127.0.0.1:${port}/flows`);
  const [said] = await asked;
  clearTimeout(over);
  nodeRed.kill();
  await once(nodeRed, 'exit');
  return said;
}

const deploy = url => fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: flow });
console.log(`deployed: ${await asks('deployed', () => {}, deploy)}`);
console.log(`as its file: ${await asks('file', folder => writeFileSync(`${folder}/flows.json`, flow), async () => {})}`);
process.exit(0);
X
seen="$(node app.mjs)"
echo "$seen"
[ "$seen" = $'deployed: Bearer secret\nas its file: none' ] || { echo "not as seen before" >&2; exit 1; }
