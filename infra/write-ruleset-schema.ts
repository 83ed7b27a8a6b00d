/** Writes the JSON Schema that editors use: `node infra/write-ruleset-schema.ts`, whenever the language changes. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesetJsonSchema } from '../functions/rules/file-schema.ts';

const file = join(import.meta.dirname, '../docs/ruleset.schema.json');
writeFileSync(file, `${JSON.stringify(rulesetJsonSchema(), null, 2)}\n`);
