// Checks docs/asyncapi.yaml, and validates samples against it.
// usage: node check.mjs ASYNCAPI.yaml FOLDER...   each folder holds MESSAGE.json or MESSAGE--anything.json
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Parser } from "@asyncapi/parser";
import Ajv from "ajv";

const [file, ...folders] = process.argv.slice(2);
const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
const problems = diagnostics
  .filter((one) => one.severity === 0)
  .map((one) => `${file}:${one.range.start.line + 1}: ${one.message}`);
let checked = 0;
if (document) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const schemas = new Map(document.allMessages().all().map((message) => [message.id(), message.payload().json()]));
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((name) => name.endsWith(".json")).sort()) {
      const schema = schemas.get(name.replace(/(--.*)?\.json$/, ""));
      if (!schema) {
        problems.push(`${name}: asyncapi.yaml has no message of this name`);
        continue;
      }
      checked += 1;
      if (!ajv.validate(schema, JSON.parse(readFileSync(join(folder, name), "utf8")))) {
        problems.push(`${name}: ${ajv.errorsText()}`);
      }
    }
  }
}
problems.forEach((problem) => console.error(problem));
console.log(`${checked} samples checked, ${problems.length} problems`);
process.exit(problems.length === 0 && checked > 0 ? 0 : 1);
