import type { Context } from 'hono';
import type { Call } from '../call.ts';
import { refuse } from '../refusal.ts';

/** Reads the request; a DELETE may have a body too. */
export async function readCall(context: Context): Promise<Call> {
  return {
    params: context.req.param(),
    query: new URL(context.req.url).searchParams,
    body: parseJson(await context.req.text()),
  };
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw refuse.badRequest('The request body is not valid JSON');
  }
}
