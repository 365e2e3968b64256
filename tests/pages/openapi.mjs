// Says what is wrong with an OpenAPI document, by its published JSON schema; nothing when nothing is.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';

const result = await new Validator().validate(JSON.parse(readFileSync(process.argv[2], 'utf8')));
if (!result.valid) {
  console.log(JSON.stringify(result.errors).slice(0, 3000));
  process.exit(1);
}
