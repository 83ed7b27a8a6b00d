import { TagwrightError } from '../tagwright-error.ts';

/** Longer ones quote something. */
const maxLength = 300;

/**
 * An error's message as it may stand in a log line or a record. Our own messages are constant text. Others quote what
 * they could not take, which may be a customer's text, an address or a token: what is in quotes goes, and of a parser's
 * or a schema's all but the kind of fault.
 */
export function safeMessage(error: Error): string {
  if (error instanceof TagwrightError) return error.message;
  if (error instanceof SyntaxError) return 'a text could not be read';
  const issues = 'issues' in error ? error.issues : undefined;
  if (Array.isArray(issues)) return `${issues.length} values have another shape than they should`;
  return error.message.replace(quoted, '"…"').replace(address, '…').replace(bearer, '…').slice(0, maxLength);
}

const quoted = /(["'`])(?:(?!\1)[\s\S])*\1/g;
const address = /[^\s"'<>()]+@[^\s"'<>()]+/g;
const bearer = /\bBearer\s+\S+/gi;
