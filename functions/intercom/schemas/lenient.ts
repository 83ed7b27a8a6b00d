import * as z from 'zod';

/** Unix seconds, with a fraction where Intercom gave one. */
export type UnixSeconds = number;

/** An object exactly as Intercom sent it: its own snake_case names, unknown fields kept. */
export type RawObject = Record<string, unknown>;

/** Ids are strings in Intercom's schemas and integers in its examples. Always a string for us. */
export const id = z.union([z.string().min(1), z.int().transform(String)]);

/** Absent, null, `""`, `0` and `"0"` (a ticket's "unassigned") are all no id. */
export const optionalId = z
  .union([z.string(), z.int().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value && value !== '0' ? value : null));

/** Unix seconds in REST, ISO 8601 in webhooks and some nested fields. What is neither is null. */
export const optionalTime = z
  .union([z.number(), z.string()])
  .nullish()
  .catch(null)
  .transform((value) => (value === null || value === undefined ? null : unixSeconds(value)));

export const optionalText = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

const optionalFlag = z
  .boolean()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** Ids of related objects inside a contact. */
export interface EmbeddedIds {
  ids: string[];
  /** False where Intercom left some out: it embeds at most ten. */
  complete: boolean;
}

export const embeddedIds = z
  .object({
    data: z.array(z.object({ id })),
    has_more: optionalFlag,
    total_count: z.number().nullish().catch(null),
  })
  .transform(
    ({ data, has_more, total_count }): EmbeddedIds => ({
      ids: data.map((item) => item.id),
      complete: has_more !== true && (total_count ?? data.length) <= data.length,
    }),
  )
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

/** Reads an object by a shape and keeps the object itself as `raw`. */
export function keepingRaw<Shape extends z.ZodRawShape, T extends object>(
  shape: Shape,
  read: (value: z.output<z.ZodObject<Shape>>) => T,
): z.ZodType<T & { raw: RawObject }> {
  const schema = z.object(shape);
  return z.record(z.string(), z.unknown()).transform((raw, context): T & { raw: RawObject } => {
    const result = schema.safeParse(raw);
    if (result.success) return { ...read(result.data), raw };
    for (const issue of result.error.issues) context.addIssue({ ...issue, code: 'custom', input: raw });
    return z.NEVER;
  });
}

/** `{type: "list", data: […]}`; Intercom's search answers call `data` by the objects' name instead (Intercom-OpenAPI#166). */
export function list<T>(item: z.ZodType<T>, name = 'data'): z.ZodType<T[]> {
  const items = z.array(item).nullish();
  return z
    .object({ data: items, [name]: items })
    .transform((answer): T[] => answer[name] ?? answer['data'] ?? []);
}

function unixSeconds(value: number | string): UnixSeconds | null {
  if (value === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return seconds;
  const ms = Date.parse(String(value));
  return Number.isNaN(ms) ? null : ms / 1_000;
}
