// Whether every entity of home-assistant-card.yaml is one that the gateway announces, and has a value: node check-home-assistant.mjs < MESSAGES
// MESSAGES are those of "mosquitto_sub -v" on homeassistant/device/+/config and estate/+/+/+/home. check.sh calls it.
import { readFileSync } from 'node:fs';

const card = readFileSync(new URL('home-assistant-card.yaml', import.meta.url), 'utf8');
const [announced, values] = [new Map(), new Map()];
for (const line of readFileSync(0, 'utf8').split('\n')) {
  const [topic, text] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
  if (topic.endsWith('/home')) values.set(topic, JSON.parse(text));
  if (!topic.endsWith('/config')) continue;
  const config = JSON.parse(text);
  for (const [key, component] of Object.entries(config.cmps))
    announced.set(component.def_ent_id, { topic: config.stat_t, key, name: `${config.dev.name} ${component.name}` });
}
const wanted = [...new Set(card.match(/\b(?:binary_)?sensor\.[a-z0-9_]+/g))];
const wrong = wanted.filter(id => !announced.has(id));
// null is "unknown" in Home Assistant, a state of its own; a member that is missing would be a mistake.
const silent = wanted.filter(id => announced.has(id) && !(announced.get(id).key in (values.get(announced.get(id).topic) ?? {})));
for (const id of wrong) console.error(`${id}: not announced`);
for (const id of silent) console.error(`${id}: announced, and has no value at ${announced.get(id).topic}`);
const known = wanted.filter(id => announced.has(id) && values.get(announced.get(id).topic)?.[announced.get(id).key] != null);
console.log(`${wanted.length} entities of the card: ${wanted.length - wrong.length} of ${announced.size} announced, ${known.length} with a value now`);
process.exit(wrong.length + silent.length + (wanted.length === 0) > 0 ? 1 : 0);
