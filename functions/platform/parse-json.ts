/** Undefined where it is no JSON. Not the parser's error, whose message quotes the text, which may be a secret. */
export function parseJson(text: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString('utf8'));
  } catch {
    return undefined;
  }
}
