/** Keywords by frequency from real messages (BANKING77, CC BY 4.0), where the data set stands beside the project. */

import { existsSync, readFileSync } from 'node:fs';
import type { Random } from './random.ts';

const BANKING77 = new URL('../../../../shared/data/banking77/train.csv', import.meta.url);

export interface RealMessages {
  keyword: (random: Random) => string;
  texts: (random: Random) => string;
}

/** Undefined where the data set is absent. */
export function realMessages(): RealMessages | undefined {
  if (!existsSync(BANKING77)) {
    return undefined;
  }
  const messages = readFileSync(BANKING77, 'utf8').split('\n').slice(1).map(textOf).filter(Boolean);
  const words = messages.flatMap((message) => message.match(/[A-Za-z]{3,}/g) ?? []);
  const one = (random: Random) => words[random.below(words.length)] ?? '';
  const two = (random: Random) => {
    const at = random.below(words.length - 1);
    return words.slice(at, at + 2).join(' ');
  };
  return {
    keyword: (random) => (random.next() < 0.3 ? one(random) : two(random)),
    texts: (random) => {
      let text = '';
      while (text.length < 600) {
        text += ` ${messages[random.below(messages.length)] ?? ''}`;
      }
      return text.slice(1, 601);
    },
  };
}

/** The first column, which is quoted where it holds a comma. */
function textOf(line: string): string {
  const quoted = /^"((?:[^"]|"")*)"/.exec(line)?.[1];
  return quoted === undefined
    ? line.slice(0, Math.max(0, line.lastIndexOf(',')))
    : quoted.replaceAll('""', '"');
}
