import * as z from 'zod';

const SECOND = 1000;

/** Which calls it befalls: all of them unless it says otherwise. */
const aim = {
  /** The part of the calls, 0 to 1. */
  share: z.coerce.number().min(0).max(1).default(1),
  /** Operation ids of the 2.11 description. */
  operations: z.array(z.string()).optional(),
  /** At most so often. */
  times: z.coerce.number().int().positive().optional(),
};
const ms = z.coerce.number().int().nonnegative();

/**
 * What can go wrong. `latency` comes before the call is carried out; `rate_limit` instead of it; `server_error`
 * instead of it or, with `carried_out`, after it, when the change is made and the answer says it was not;
 * `reset`, `truncate` and `slow_headers` after it.
 */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: ms.default(SECOND), ...aim }),
  z.strictObject({ kind: z.literal('rate_limit'), ...aim }),
  z.strictObject({
    kind: z.literal('server_error'),
    status: z.coerce.number().int().min(500).max(599).default(503),
    /** Gateways answer with pages, or with nothing. */
    body: z.enum(['json', 'html', 'empty']).default('json'),
    carried_out: z.union([z.boolean(), z.stringbool()]).default(false),
    ...aim,
  }),
  /** The connection is cut in the middle of the body. */
  z.strictObject({ kind: z.literal('reset'), ...aim }),
  /** A whole answer, but half of its JSON. */
  z.strictObject({ kind: z.literal('truncate'), ...aim }),
  z.strictObject({ kind: z.literal('slow_headers'), ms: ms.default(SECOND), ...aim }),
]);

export type Fault = z.infer<typeof faultSchema>;

/**
 * Reads a `--fault`: a kind, and after a colon what it is set to. `operations` are joined by `+`.
 * @example
 * parseFault('server_error:share=0.1,status=502,operations=createTag+attachTagToContact')
 */
export function parseFault(text: string): Fault {
  const [kind = '', settings = ''] = text.split(/:(.*)/s);
  const pairs = settings === '' ? [] : settings.split(',').map((pair) => pair.split('='));
  const { operations, ...rest } = Object.fromEntries(pairs);
  const parsed = faultSchema.safeParse({
    kind,
    ...rest,
    ...(operations === undefined ? {} : { operations: String(operations).split('+') }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join('.') || 'fault'}: ${issue?.message ?? 'invalid'}`);
}
