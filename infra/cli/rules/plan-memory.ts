import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { OpenedEnvironment } from '../environment/opened-environment.ts';

const memory = z.record(z.string(), z.int());

/**
 * Which move of the pointer `plan` last showed of an environment, for each file, so that `publish` is refused where
 * somebody has published since. Kept on this machine; scripts say `--expect`.
 */
export interface PlanMemory {
  /** The move, 0 for none; undefined where nothing is remembered. */
  recall(environment: OpenedEnvironment, rules: string): number | undefined;
  remember(environment: OpenedEnvironment, rules: string, move: number): void;
  forget(environment: OpenedEnvironment, rules: string): void;
}

export function createPlanMemory(file: string): PlanMemory {
  const read = (): Record<string, number> => {
    try {
      return memory.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      // Nothing was planned here yet, or of another shape: as good as nothing.
      return {};
    }
  };
  const write = (entries: Record<string, number>): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(entries));
  };
  const keyOf = ({ name, region, tableName }: OpenedEnvironment, rules: string) =>
    [name, region, tableName, resolve(rules)].join(' ');
  return {
    recall: (environment, rules) => read()[keyOf(environment, rules)],
    remember: (environment, rules, move) => write({ ...read(), [keyOf(environment, rules)]: move }),
    forget(environment, rules) {
      const { [keyOf(environment, rules)]: planned, ...others } = read();
      if (planned !== undefined) write(others);
    },
  };
}
