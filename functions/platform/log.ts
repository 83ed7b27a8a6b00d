import type { MetricFields } from './metrics.ts';
import { safeMessage } from './safe-message.ts';

/** Fields of a log line. Never a body, an e-mail address or a token: what is logged is named field by field. */
export type LogFields = Record<string, string | number | boolean | null | undefined | string[]>;

/** A logger of JSON lines. The message is constant text; what varies stands in the fields. */
export interface Log {
  /** `metrics`: what goes to CloudWatch with the line (`Metrics.take`). */
  info(message: string, fields?: LogFields, metrics?: MetricFields): void;
  warn(message: string, fields?: LogFields, error?: unknown): void;
  error(message: string, fields?: LogFields, error?: unknown): void;
}

/** Lines of JSON for CloudWatch Logs. `now` in Unix milliseconds. */
export function createLog(
  service: string,
  {
    // Not `console.log`: Lambda puts a time and a request id before its lines, and they would be no JSON.
    write = (line) => void process.stdout.write(line),
    now = Date.now,
  }: { write?: (line: string) => void; now?: () => number } = {},
): Log {
  const line = (level: 'INFO' | 'WARN' | 'ERROR', message: string, fields: object): void => {
    const timestamp = new Date(now()).toISOString();
    write(`${JSON.stringify({ level, message, timestamp, service, ...fields })}\n`);
  };
  return {
    info: (message, fields, metrics) => line('INFO', message, { ...fields, ...metrics }),
    warn: (message, fields, error) => line('WARN', message, { ...fields, ...describe(error) }),
    error: (message, fields, error) => line('ERROR', message, { ...fields, ...describe(error) }),
  };
}

/**
 * An error as fields: names and messages down the chain of causes, and the stack's frames. Not the error
 * object itself, because SDK and HTTP errors carry requests, headers and bodies along.
 */
export function describe(error: unknown): LogFields {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { error: typeof error };
  const fields: LogFields = { error: chain(error).join(' <- ') };
  // The stack begins with the message, whose lines may look like frames.
  const frames = error.stack
    ?.replace(error.message, '')
    .split('\n')
    .filter((line) => line.startsWith('    at '));
  return frames === undefined || frames.length === 0 ? fields : { ...fields, stack: frames.join('\n') };
}

function chain(error: Error): string[] {
  const own = `${error.name}: ${safeMessage(error)}`;
  return error.cause instanceof Error ? [own, ...chain(error.cause)] : [own];
}
