import type { DiagnosticCode } from '../model.ts';

/** Something about a rule that is allowed and hardly meant. */
export interface Finding {
  code: Extract<
    DiagnosticCode,
    'conflict' | 'always_stopped' | 'idle_stop' | 'never_matches' | 'loop' | 'untested'
  >;
  /** Its id. */
  rule: string;
  /** The way through the document, such as `['rules', 3, 'then']`. */
  steps: (string | number)[];
  message: string;
}
