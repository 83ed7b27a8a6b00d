import * as z from 'zod';

/** What a process took: milliseconds of the processor, and the most memory that it ever held. */
export const toldSchema = z.object({
  startMs: z.number(),
  /** For reading and compiling the ruleset. */
  rulesMs: z.number(),
  /** For each message, once it is warm. */
  eachMs: z.number(),
  peakMb: z.number(),
});

export type Told = z.infer<typeof toldSchema>;

export function tell(told: Omit<Told, 'peakMb'>): void {
  const peakMb = process.resourceUsage().maxRSS / 1024;
  process.stderr.write(`told=${JSON.stringify({ ...told, peakMb })}\n`);
}

export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
