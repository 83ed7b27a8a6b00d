/** The two that Tagwright is measured beside: json-rules-engine, and one RegExp for each rule. */

import { Engine } from 'json-rules-engine';
import { keywordsOf, type Workload } from './workload.ts';

export interface RivalFacts {
  text: string;
  state: string;
  author: string;
}

/** json-rules-engine as its readme shows it; a custom operator looks for the keywords by a RegExp made beforehand. */
export function jsonRulesEngine({ ruleset }: Workload): (facts: RivalFacts) => Promise<unknown> {
  const engine = new Engine();
  engine.addOperator<string, RegExp>('mentions', (text, expression) => expression.test(text));
  for (const rule of ruleset.rules) {
    engine.addRule({
      conditions: {
        all: [
          { fact: 'text', operator: 'mentions', value: expressionOf(keywordsOf(rule)) },
          { fact: 'state', operator: 'equal', value: 'open' },
          { fact: 'author', operator: 'in', value: ['user', 'lead'] },
        ],
      },
      event: { type: 'tag', params: { tag: rule.id } },
    });
  }
  return async (facts) => (await engine.run({ ...facts })).events;
}

/** No engine at all: for each rule one expression and two comparisons. */
export function plainRegExps({ ruleset }: Workload): (facts: RivalFacts) => unknown {
  const rules = ruleset.rules.map((rule) => ({ id: rule.id, expression: expressionOf(keywordsOf(rule)) }));
  return ({ text, state, author }) =>
    rules.filter(
      ({ expression }) =>
        expression.test(text) && state === 'open' && (author === 'user' || author === 'lead'),
    );
}

function expressionOf(keywords: readonly string[]): RegExp {
  const escaped = keywords.map((keyword) =>
    keyword.replace(/[^\w\s]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s+`),
  );
  return new RegExp(String.raw`\b(?:${escaped.join('|')})\b`, 'iu');
}
