import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { activateRuleset } from '../../../functions/apply/active-ruleset.ts';
import { storedRuleset } from '../../../functions/rules/stored-ruleset.ts';
import { givenFacts } from '../rules/workload.ts';
import { cpuMs, tell } from './tell.ts';

/**
 * Run in a process of its own: `apply-process.ts <bundle of apply> <ruleset as gzip JSON> <notification as JSON>` loads
 * both as a new worker does, decides, and takes four more versions up.
 */
const [bundle = '', file = '', notification = ''] = process.argv.slice(2);
const begun = cpuMs();
await import(pathToFileURL(bundle).href);
const imported = cpuMs();
const load = (version: number) =>
  activateRuleset(storedRuleset.parse(JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'))), version);
let held = [load(1)];
const loaded = cpuMs();
const parsed = JSON.parse(notification);
const runs = 500;
for (let n = 0; n < runs; n++) held[0]?.decide({ notification: parsed, facts: givenFacts });
const decided = cpuMs();
// The one before stays while a new version is taken up, and for what is still in hand.
for (let version = 2; version <= 5; version++) {
  held = held.slice(-1);
  held.push(load(version));
  for (const each of held) each.decide({ notification: parsed, facts: givenFacts });
}
tell({ startMs: imported - begun, rulesMs: loaded - imported, eachMs: (decided - loaded) / runs });
