/** The ledger's updates and their conditions. `ledger.ts` says what its attributes are. */

import type { Intent, NewIntent } from './ledger.ts';
import type { Expression } from './table.ts';

export function set(attributes: readonly [name: string, value: unknown][]): Expression {
  return {
    text: `SET ${attributes.map((_, i) => `#a${i} = :a${i}`).join(', ')}`,
    names: Object.fromEntries(attributes.map(([name], i) => [`#a${i}`, name])),
    values: Object.fromEntries(attributes.map(([, value], i) => [`:a${i}`, value])),
  };
}

export function writeOf(intents: readonly NewIntent[]): Expression {
  const sets: string[] = [];
  const removes: string[] = [];
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  for (const [i, { tagId, intent, flip, ours, satisfied }] of intents.entries()) {
    const slot = satisfied === true ? 'n' : 't';
    names[`#${slot}${i}`] = `${slot}#${tagId}`;
    values[`:i${i}`] = intent;
    sets.push(`#${slot}${i} = :i${i}`);
    if (satisfied === true) continue;
    names[`#f${i}`] = `f#${tagId}`;
    values[`:f${i}`] = [flip];
    values[':none'] = [];
    sets.push(`#f${i} = list_append(if_not_exists(#f${i}, :none), :f${i})`);
    // A removed tag is nobody's; one of unknown state keeps the owner that it had.
    if (intent.op === 'add' && !ours) continue;
    names[`#o${i}`] = `o#${tagId}`;
    if (intent.op === 'add') {
      values[':true'] = true;
      sets.push(`#o${i} = :true`);
    } else removes.push(`#o${i}`);
  }
  const text = `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`}`;
  return { text, names, values };
}

export function noneNewer(intents: readonly NewIntent[]): Expression {
  const names: Record<string, string> = { '#order': 'order' };
  const clauses = intents.flatMap(({ tagId, unnamedId: unnamed, satisfied }, i) => {
    const older = (key: string, name: string, than: '<' | '<=') => {
      names[`#${key}${i}`] = name;
      return `(attribute_not_exists(#${key}${i}) OR #${key}${i}.#order ${than} :order${i})`;
    };
    return [
      older('t', `t#${tagId}`, '<'),
      older('n', `n#${tagId}`, satisfied === true ? '<' : '<='),
      ...(unnamed === undefined ? [] : [older('u', `t#${unnamed}`, '<')]),
    ];
  });
  return {
    text: clauses.join(' AND '),
    names,
    values: Object.fromEntries(intents.map(({ intent }, i) => [`:order${i}`, intent.order])),
  };
}

export function allStand(intents: ReadonlyMap<string, Intent>): Expression {
  const entries = [...intents];
  return {
    text: entries.map((_, i) => `#t${i}.#order = :order${i}`).join(' AND '),
    names: { '#order': 'order', ...Object.fromEntries(entries.map(([id], i) => [`#t${i}`, `t#${id}`])) },
    values: Object.fromEntries(entries.map(([, { order }], i) => [`:order${i}`, order])),
  };
}

export function stillStands(tagId: string, { order }: Intent) {
  return {
    text: '#s.#order = :standing',
    names: { '#s': `t#${tagId}`, '#order': 'order' },
    values: { ':standing': order },
  };
}
