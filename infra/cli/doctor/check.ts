import type { OpenedEnvironment } from '../environment/opened-environment.ts';

/** One thing that can be wrong. */
export interface Check {
  name: string;
  /** What it throws is red, too. */
  look(patient: Patient): Promise<Finding>;
}

export type Finding =
  | { status: 'ok'; detail: string }
  /** What is wrong, and how to mend it. */
  | { status: 'red'; detail: string; mend: string }
  /** It cannot be told, since something else is red or is not there. */
  | { status: 'skipped'; detail: string };

export interface Patient {
  environment: OpenedEnvironment;
  fetch: typeof fetch;
  /** Begins a command that mends something: `npm run ops -- secrets set --env dev`. */
  commandOf: (command: string) => string;
}

export const ok = (detail: string): Finding => ({ status: 'ok', detail });
export const red = (detail: string, mend: string): Finding => ({ status: 'red', detail, mend });
export const skipped = (detail: string): Finding => ({ status: 'skipped', detail });

export const deployAgain = (name: string) => `Deploy again: npx cdk deploy -c env=${name}.`;
