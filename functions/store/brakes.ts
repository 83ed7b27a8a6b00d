import * as z from 'zod';
import { brakesKey, type Control } from './control.ts';
import type { Item, Table } from './table.ts';

const pauseSchema = z.object({
  reason: z.string(),
  /** ISO time. */
  since: z.string(),
  /** Unix ms after which one message may try whether it is over; null: a person ends it. */
  until: z.number().nullable(),
});

const rulePauseSchema = z.object({ reason: z.string(), since: z.string() });

/** What stops the line for everything. */
type Pause = z.infer<typeof pauseSchema>;

/** What keeps one rule's changes back. `since` in ISO time. */
type RulePause = z.infer<typeof rulePauseSchema>;

interface BrakesNow {
  /** Null where the line runs. */
  pause: Pause | null;
  /** By rule id. */
  rules: ReadonlyMap<string, RulePause>;
}

export interface Brakes {
  /** What holds now, as far as this worker knows: others' changes show within 5 s. */
  current(): Promise<BrakesNow>;
  pause(pause: Pause): Promise<void>;
  /** Ends whatever pause there is, an uninstall's included. */
  resume(): Promise<void>;
  pauseRule(rule: string, pause: RulePause): Promise<void>;
  resumeRule(rule: string): Promise<void>;
}

/** `now` in Unix milliseconds. One item: `pause`, and flat `rule#<id>`, as an update of a nested path is refused. */
export function createBrakes(table: Table, control: Control, now: () => number): Brakes {
  async function change(text: string, name: string, value?: unknown, condition?: string): Promise<void> {
    const values = value === undefined ? {} : { ':value': value };
    await table.update(
      brakesKey,
      { text, names: { '#name': name }, values },
      condition === undefined ? undefined : { text: condition },
    );
    control.forget();
  }

  return {
    async current() {
      const { pause, rules } = brakesOf((await control.read()).brakes);
      const isOver = pause !== null && pause.until !== null && pause.until <= now();
      return { pause: isOver ? null : pause, rules };
    },

    async pause(pause) {
      await table.update(
        brakesKey,
        { text: 'SET #pause = :pause', names: { '#pause': 'pause' }, values: { ':pause': pause } },
        {
          // A person's pause is never shortened by ours.
          text: 'attribute_not_exists(#pause) OR attribute_type(#pause.#until, :number) OR attribute_type(#pause, :null)',
          names: { '#until': 'until' },
          values: { ':number': 'N', ':null': 'NULL' },
        },
      );
      control.forget();
    },

    resume: () => change('REMOVE #name', 'pause'),
    pauseRule: (rule, pause) =>
      change('SET #name = :value', ruleName(rule), pause, 'attribute_not_exists(#name)'),
    resumeRule: (rule) => change('REMOVE #name', ruleName(rule)),
  };
}

function brakesOf(item: Item | null): BrakesNow {
  const rules = new Map<string, RulePause>();
  for (const [name, value] of Object.entries(item ?? {})) {
    if (name.startsWith(rulePrefix)) rules.set(name.slice(rulePrefix.length), rulePauseSchema.parse(value));
  }
  return { pause: pauseSchema.nullish().parse(item?.['pause']) ?? null, rules };
}

const rulePrefix = 'rule#';
const ruleName = (rule: string) => `${rulePrefix}${rule}`;
