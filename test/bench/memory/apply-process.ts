import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { storedRuleset } from '../../../functions/rules/stored-ruleset.ts';
import { givenFacts } from '../rules/workload.ts';
import { cpuMs, tell } from './tell.ts';

/**
 * Run in a process of its own: `apply-process.ts <bundle of apply> <ruleset as gzip JSON> <notification as JSON>` loads
 * both as a new worker does, and decides.
 */
const [bundle = '', ruleset = '', notification = ''] = process.argv.slice(2);
const begun = cpuMs();
await import(pathToFileURL(bundle).href);
const imported = cpuMs();
const active = activateRuleset(
  storedRuleset.parse(JSON.parse(gunzipSync(readFileSync(ruleset)).toString('utf8'))),
  1,
);
const loaded = cpuMs();
const parsed = JSON.parse(notification);
const runs = 500;
for (let n = 0; n < runs; n++) active.decide({ notification: parsed, facts: givenFacts });
const decided = cpuMs();
tell({ startMs: imported - begun, rulesMs: loaded - imported, eachMs: (decided - loaded) / runs });
