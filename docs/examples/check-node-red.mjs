// Plays node-red-flow.json in a real Node-RED against a running estate: node check-node-red.mjs FOLDER_OF_NODE_RED
// Environment: that of the flow but WEBHOOK_URL, which is here. check.sh calls it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { ESTATE_URL, ESTATE_TOKEN } = process.env;
const program = join(resolve(process.argv[2]), 'node_modules/node-red');
const folder = mkdtempSync(join(tmpdir(), 'node-red-'));
const told = [];

const webhook = createServer(async (request, response) => {
  let text = '';
  for await (const part of request) text += part;
  told.push({ alert: JSON.parse(text), token: request.headers.authorization });
  response.end('{}');
}).listen(0, '127.0.0.1');
await once(webhook, 'listening');
const free = createServer().listen(0, '127.0.0.1');
await once(free, 'listening');
const port = free.address().port;
free.close();
await once(free, 'close');

writeFileSync(join(folder, 'settings.js'), `module.exports = { flowFile: 'flows.json', uiHost: '127.0.0.1', uiPort: ${port}, credentialSecret: false,
  telemetry: { enabled: false }, logging: { console: { level: 'info', metrics: false, audit: false } } };`);
const nodeRed = spawn(process.execPath, [join(program, 'red.js'), '--userDir', folder], {
  env: { ...process.env, WEBHOOK_URL: `http://127.0.0.1:${webhook.address().port}/` },
});
let log = '';
nodeRed.stdout.on('data', part => { log += part; });
nodeRed.stderr.on('data', part => { log += part; });

async function ask(url, options = {}) {
  const answer = await fetch(url, { ...options, headers: { 'Content-Type': 'application/json', ...options.headers } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  const text = await answer.text();
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
}
const ofEstate = path => ask(ESTATE_URL + path, { headers: { Authorization: `Bearer ${ESTATE_TOKEN}` } });
const ofNodeRed = (path, options) => ask(`http://127.0.0.1:${port}${path}`, options);
const remembered = async name => JSON.parse((await ofNodeRed(`/context/flow/estate/${name}`)).msg ?? 'null');

async function until(what, look, seconds = 60) {
  let problem;
  for (let tries = 0; tries < seconds * 5; tries++) {
    try {
      const seen = await look();
      if (seen) return seen;
      problem = '';
    } catch (failure) {
      problem = failure.message;
    }
    await new Promise(later => setTimeout(later, 200));
  }
  throw new Error(`${what}: not within ${seconds} s. ${problem}\n${log}`);
}

try {
  await until('Node-RED answers', () => ofNodeRed('/settings'));
  // What the editor does with "Import" and "Deploy".
  await ofNodeRed('/flows', { method: 'POST', body: readFileSync(new URL('node-red-flow.json', import.meta.url), 'utf8') });
  const bays = await until('free bays', async () => {
    const [seen, { counts }] = [await remembered('free_main'), await ofEstate('/api/parking')];
    return seen === counts.free && { seen };
  });
  const open = async () => (await ofEstate('/api/alerts')).open;
  await until('an alert to tell of (start the estate with --drill smoke)', async () => (await open()).some(one => !one.ack_by), 120);
  await until('alerts at the webhook', async () => {
    const ids = new Set(told.map(one => one.alert.id));
    return (await open()).every(one => ids.has(one.id));
  });
  const before = new Set((await open()).filter(one => one.ack_by).map(one => one.id));
  await ofNodeRed('/inject/take', { method: 'POST', body: '{}' });
  const answer = await until('an answer', () => remembered('answer'));
  const taken = await until('the alert is taken', async () => (await open()).find(one => one.ack_by && !before.has(one.id)));
  if (answer < 200 || answer > 299 || taken.note !== 'taken in Node-RED') throw new Error(`answered ${answer}: ${JSON.stringify(taken)}`);
  const twice = told.length - new Set(told.map(one => one.alert.id)).size;
  if (twice > 0 || told.some(one => one.token || 'ack_by' in one.alert)) throw new Error(`told wrongly: ${JSON.stringify(told)}`);
  const { version } = JSON.parse(readFileSync(join(program, 'package.json'), 'utf8'));
  console.log(`Node-RED ${version}, Node.js ${process.version}: ${bays.seen} bays free; ${told.length} alerts told, each once; `
    + `${taken.type} of ${taken.device} taken by ${taken.ack_by}`);
} finally {
  nodeRed.kill();
  await once(nodeRed, 'exit');
  webhook.close();
  rmSync(folder, { recursive: true });
}
