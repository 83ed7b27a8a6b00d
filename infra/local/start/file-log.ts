import { createWriteStream } from 'node:fs';
import { describe, type Log, type LogFields } from '../../../functions/platform/log.ts';

/** The functions' log lines as JSON in a file, where on AWS they go to CloudWatch: the terminal is for people. */
export function createFileLog(file: string, now: () => number): Log & { close(): Promise<void> } {
  const stream = createWriteStream(file, { flags: 'a' });
  const write = (level: string, message: string, fields: LogFields) =>
    void stream.write(
      `${JSON.stringify({ timestamp: new Date(now()).toISOString(), level, message, ...fields })}\n`,
    );
  return {
    info: (message, fields = {}) => write('INFO', message, fields),
    warn: (message, fields = {}, error) => write('WARN', message, { ...fields, ...describe(error) }),
    error: (message, fields = {}, error) => write('ERROR', message, { ...fields, ...describe(error) }),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}
