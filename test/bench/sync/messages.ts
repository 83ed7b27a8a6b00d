/** What the bench's processes tell each other. */

import * as z from 'zod';

export const commandSchema = z.discriminatedUnion('do', [
  /** Contacts write in some conversations, admins answer in others: of that no rule of the bench wants to know. */
  z.object({ do: z.literal('change'), written: z.number(), answered: z.number() }),
  z.object({ do: z.literal('advance'), minutes: z.number() }),
]);

/** The emulator after a command: calls by operation since it began. */
export const stateSchema = z.object({
  url: z.string(),
  memoryMb: z.number(),
  calls: z.record(z.string(), z.number()),
});

/** What a run is for: one rule of its own. `conversations` and `contacts` are what a schedule goes over. */
export const workSchema = z.enum(['missed', 'conversations', 'contacts']);

export const runSchema = z.object({
  status: z.string(),
  seconds: z.number(),
  /** The most that the process ever held. */
  memoryMb: z.number(),
  /** Of the step that is measured. */
  counts: z.record(z.string(), z.number()),
});

export type BenchWork = z.infer<typeof workSchema>;

export type Command = z.infer<typeof commandSchema>;
export type WorkspaceState = z.infer<typeof stateSchema>;
export type MeasuredRun = z.infer<typeof runSchema>;
