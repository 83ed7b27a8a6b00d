import * as z from 'zod';
import type { Notification } from './model.ts';

/** What is asked of a notification; `parseNotification` reads one. */
export const notificationShape = z.looseObject({
  id: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .transform((id) => id ?? null),
  topic: z.string(),
  app_id: z.string().nullish(),
  created_at: z.number().nullish(),
  data: z.looseObject({ item: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** A notification as it came; undefined where the text is none. Extra fields are kept. */
export function parseNotification(text: string | Uint8Array): Notification | undefined {
  try {
    const json: unknown = JSON.parse(typeof text === 'string' ? text : new TextDecoder().decode(text));
    const parsed = notificationShape.safeParse(json);
    if (!parsed.success) {
      return undefined;
    }
    const { app_id, created_at, data, ...rest } = parsed.data;
    const { item, ...others } = data ?? {};
    return {
      ...rest,
      ...(app_id != null && { app_id }),
      ...(created_at != null && { created_at }),
      ...(data != null && { data: { ...others, ...(item != null && { item }) } }),
    };
  } catch {
    return undefined;
  }
}
