// Validates Kubernetes manifests against the schemas of Kubernetes' own API.
// usage: node check.mjs FILE.yaml...   what has no schema here, being of an operator's or of a tool, is said to be left out
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true })) {
    const manifest = document.errors.length === 0 ? document.toJSON() : null;
    const name = `${basename(file)}: ${manifest?.apiVersion} ${manifest?.kind}`;
    try {
      if (document.errors.length > 0) throw document.errors[0];
      if (/^(postgresql\.cnpg\.io|kustomize\.config\.k8s\.io)\//.test(manifest.apiVersion)) {
        console.log(`${name} left out`);
        continue;
      }
      const made = new (require(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`)[manifest.kind])(manifest);
      made.validate();
      console.log(`${name} ok`);
    } catch (problem) {
      wrong += 1;
      console.log(`${name}: ${problem.message.split("\n")[0]}`);
    }
  }
}
process.exitCode = wrong === 0 ? 0 : 1;
