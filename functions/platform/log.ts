import { Logger } from '@aws-lambda-powertools/logger';

/** Fields of a log line. Never a body, an e-mail address or a token: what is logged is named field by field. */
export type LogFields = Record<string, string | number | boolean | null | undefined | string[]>;

/** A logger of JSON lines. The message is constant text; what varies stands in the fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, error?: unknown): void;
  error(message: string, fields?: LogFields, error?: unknown): void;
}

/** The Powertools logger, whose level comes from `POWERTOOLS_LOG_LEVEL`. */
export function createLog(service: string): Log {
  const logger = new Logger({ serviceName: service });
  return {
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}, error) => logger.warn(message, { ...fields, ...describe(error) }),
    error: (message, fields = {}, error) => logger.error(message, { ...fields, ...describe(error) }),
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
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  return frames === undefined || frames.length === 0 ? fields : { ...fields, stack: frames.join('\n') };
}

function chain(error: Error): string[] {
  const own = `${error.name}: ${error.message}`;
  return error.cause instanceof Error ? [own, ...chain(error.cause)] : [own];
}
