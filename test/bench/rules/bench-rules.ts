/** What a decision costs, beside two rivals, and what compiling, long messages and a million decisions cost. */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compileRuleset } from '../../../functions/rules/compile/compile-ruleset.ts';
import type { CompiledRuleset } from '../../../functions/rules/compile/compiled.ts';
import { decide, decideFacts } from '../../../functions/rules/decide.ts';
import { extractFacts, type Facts } from '../../../functions/rules/facts/extract-facts.ts';
import { readFact } from '../../../functions/rules/facts/read-fact.ts';
import { replaceSection } from '../replace-section.ts';
import { realMessages } from './banking77.ts';
import { type Budget, measureEach, measureSync, medianOf, threadMilliseconds } from './measure.ts';
import { seededRandom } from './random.ts';
import { type BenchReport, type DecisionRow, reportText } from './report.ts';
import { jsonRulesEngine, plainRegExps } from './rivals.ts';
import { givenFacts, notificationOf, type Workload, workloadOf } from './workload.ts';

const SIZES = [10, 100, 1_000, 10_000] as const;
const SEED = 77;

/** A collection at will, without a flag on the command line. */
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

interface BenchBudget extends Budget {
  messages: number;
  /** Of BANKING77's: where thousands of rules match, one decision takes a thousand times as long. */
  realMessages: number;
  rivalMessages: number;
  decisions: number;
}

const full: BenchBudget = {
  messages: 500,
  realMessages: 500,
  rivalMessages: 20,
  runs: 15,
  milliseconds: 4_000,
  decisions: 1_000_000,
};
const quick: BenchBudget = {
  messages: 300,
  realMessages: 40,
  rivalMessages: 2,
  runs: 7,
  milliseconds: 400,
  decisions: 100_000,
};

export async function benchRules(options: { quick: boolean; json: boolean }): Promise<void> {
  const budget = options.quick ? quick : full;
  const large = workload(10_000, budget);
  // First, while the heap holds nothing else and no code is warm.
  const compile = compileCost(large);
  const rows: DecisionRow[] = [];
  for (const rules of SIZES) {
    rows.push(await rowOf('generated', workload(rules, budget), budget));
  }
  rows.push(await rowOf('10% by `contains`', workload(10_000, budget, { tenth: 'contains' }), budget));
  rows.push(await rowOf('10% by `matches`', workload(10_000, budget, { tenth: 'matches' }), budget));
  rows.push(await rowOf('10% not indexable', workload(10_000, budget, { tenth: 'unfiled' }), budget));
  const real = realMessages();
  if (real === undefined) {
    process.stderr.write('BANKING77 is not beside the project: skipped.\n');
  } else {
    rows.push(
      await rowOf('BANKING77', workload(10_000, { ...budget, messages: budget.realMessages }, real), budget),
    );
  }
  const report: BenchReport = {
    command: `npm run bench -- rules${options.quick ? ' --quick' : ''}`,
    node: process.version,
    rows,
    compile,
    long_message_ms: longMessage(compileRuleset(large.ruleset)),
    memory: memoryOver(large, budget.decisions),
  };
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : `${reportText(report)}\n`);
  if (!options.quick) {
    replaceSection('rules', reportText(report));
  }
}

function workload(
  rules: number,
  budget: BenchBudget,
  more: Partial<Parameters<typeof workloadOf>[1]> = {},
): Workload {
  return workloadOf(seededRandom(SEED), { rules, messages: budget.messages, ...more });
}

async function rowOf(name: string, load: Workload, budget: BenchBudget): Promise<DecisionRow> {
  const compiled = compileRuleset(load.ruleset);
  const facts = load.messages.map(factsOf);
  const random = seededRandom(SEED);
  const notifications = load.messages.map((text) => notificationOf(htmlOf(text), random));
  const matched = facts.reduce((sum, each) => sum + decideFacts(compiled, each).decision.matched.length, 0);
  const plain = load.messages.map((text) => ({ text, state: 'open', author: 'user' }));
  const rivals = plain.slice(0, Math.max(budget.rivalMessages, 2_000 / load.ruleset.rules.length));
  const once = { runs: Math.ceil(budget.runs / 5), milliseconds: budget.milliseconds };
  return {
    name,
    rules: load.ruleset.rules.length,
    matched_per_message: matched / facts.length,
    from_facts: measureSync(facts, (each) => decideFacts(compiled, each), budget),
    from_notification: measureSync(
      notifications,
      (notification) => decide(compiled, { notification, facts: givenFacts }),
      budget,
    ),
    json_rules_engine: await measureEach(rivals, jsonRulesEngine(load), once),
    plain_regexps: measureSync(
      plain.slice(0, Math.max(5, 200_000 / load.ruleset.rules.length)),
      plainRegExps(load),
      once,
    ),
  };
}

/** Extracted: the text stands there plain; folding and all that follows belongs to the decision. */
function factsOf(text: string): Facts {
  const notification = notificationOf(text, seededRandom(SEED));
  const facts = extractFacts({ notification, facts: givenFacts }, 'conversation', null);
  readFact(facts, 'message.text');
  return facts;
}

function htmlOf(text: string): string {
  return `<p>${text.replaceAll('. ', '.</p><p class="no-margin">')}</p>`;
}

function compileCost({ ruleset }: Workload): BenchReport['compile'] {
  const times: number[] = [];
  const sizes: number[] = [];
  const retained: number[] = [];
  for (let run = 0; run < 7; run += 1) {
    collect();
    const heap = process.memoryUsage().heapUsed;
    const from = threadMilliseconds();
    const compiled = compileRuleset(ruleset);
    times.push(threadMilliseconds() - from);
    collect();
    // Only the first tells: later ones take the place of the one before.
    sizes.push((process.memoryUsage().heapUsed - heap) / 1e6);
    retained.push(compiled.rules.length);
  }
  return {
    rules: ruleset.rules.length,
    milliseconds: medianOf(times),
    first_ms: times[0] ?? 0,
    megabytes: sizes[0] ?? Number.NaN,
  };
}

function longMessage(compiled: CompiledRuleset): number {
  const words = compiled.rules.slice(0, 2_000).map(({ id }) => `${id} some words that a customer may write`);
  const facts = factsOf(words.join(' ').padEnd(100_000, ' and more').slice(0, 100_000));
  const { microseconds } = measureSync(
    Array.from({ length: 20 }, () => facts),
    (each) => decideFacts(compiled, each),
    {
      runs: 15,
      milliseconds: 2_000,
    },
  );
  return microseconds / 1000;
}

/** The heap after a collection, early on and at the end: what grows between is a leak. */
function memoryOver(load: Workload, decisions: number): BenchReport['memory'] {
  const compiled = compileRuleset(load.ruleset);
  const facts = load.messages.map(factsOf);
  const heapAfter = (count: number): number => {
    for (let index = 0; index < count; index += 1) {
      const each = facts[index % facts.length];
      if (each !== undefined) {
        decideFacts(compiled, each);
      }
    }
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const early = heapAfter(Math.ceil(decisions / 100));
  return { decisions, early_megabytes: early, late_megabytes: heapAfter(decisions) };
}
