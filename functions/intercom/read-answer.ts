import * as z from 'zod';
import { IntercomResponseError } from './errors/intercom-response-error.ts';
import type { Answer } from './exchange.ts';
import type { IntercomRequest } from './intercom-request.ts';

/** The JSON of a success. Throws `IntercomResponseError` for everything else. */
export function readAnswer(request: IntercomRequest, answer: Answer): unknown {
  const success = answer.status >= 200 && answer.status < 300;
  if (success && request.answer === 'ignored') return undefined;
  const { json, fault } = parseBody(answer.body);
  if (success && !fault) return json;

  const redirected = answer.status >= 300 && answer.status < 400;
  const list = errorList.safeParse(json).data;
  const first = list?.errors[0];
  throw new IntercomResponseError({
    operation: request.operation,
    status: answer.status,
    code: redirected ? 'redirected' : (first?.code ?? fault?.code ?? 'unexpected_shape'),
    message: `Intercom answered ${answer.status}${describe(first, fault)}`,
    detail: first?.message ?? undefined,
    requestId: list?.request_id ?? answer.headers.get('x-request-id') ?? undefined,
    retryable: success || isRetryableStatus(answer.status),
  });
}

const errorList = z.looseObject({
  request_id: z.string().nullish().catch(undefined),
  errors: z.array(z.looseObject({ code: z.string(), message: z.string().nullish().catch(undefined) })).min(1),
});

interface Fault {
  code: 'empty_body' | 'unreadable_body';
  words: string;
}

function parseBody(body: string): { json?: unknown; fault?: Fault } {
  const text = body.trim();
  if (text === '') return { fault: { code: 'empty_body', words: 'an empty body' } };
  try {
    return { json: JSON.parse(text) };
  } catch {
    const words = text.startsWith('<') ? 'an HTML page' : 'a body that is not JSON';
    return { fault: { code: 'unreadable_body', words } };
  }
}

/** Only Intercom's code goes into the message: its `message` may hold names and numbers, which would scatter logs. */
function describe(first: { code: string } | undefined, fault: Fault | undefined): string {
  if (first) return /^[a-z0-9_]{1,64}$/.test(first.code) ? ` ${first.code}` : ' with a code of its own';
  return fault ? ` with ${fault.words}` : ' with an error of an unknown shape';
}

function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}
