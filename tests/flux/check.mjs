// Reads Flux scripts as a JSON array from standard input and prints as another whether InfluxData's own compiler takes each: syntax,
// types, and the signatures of the functions it calls.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const here = new URL('./', import.meta.url);
// The package is made for bundlers and says of its files neither that they are modules nor that one is wasm.
const modules = new URL('modules/', here);
mkdirSync(modules, { recursive: true });
writeFileSync(new URL('package.json', modules), '{ "type": "module" }');
for (const file of ['flux-lsp-browser_bg.js', 'flux-lsp-browser_bg.wasm'])
  copyFileSync(new URL(`node_modules/@influxdata/flux-lsp-browser/${file}`, here), new URL(file, modules));
const { Flux } = await import(new URL('flux-lsp-browser_bg.js', modules));
console.log(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(script => new Flux(script).is_valid())));
