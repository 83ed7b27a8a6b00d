import type * as z from 'zod';
import type { At, Reading } from './reading.ts';
import { plainValue } from './yaml-scalar.ts';
import { keyPath, locate } from './yaml-tree.ts';

/** A part of a fixed shape by its zod schema, each issue reported where it stands. */
export function readShape<T>(
  schema: z.ZodObject & z.ZodType<T>,
  at: At,
  reading: Reading,
  what: string,
): T | undefined {
  const parsed = schema.safeParse(plainValue(at.node));
  if (parsed.success) {
    return parsed.data;
  }
  for (const issue of parsed.error.issues) {
    const steps = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const place = locate(at.node, [...steps, key], at.path);
        const hint = steps.length === 0 ? reading.suggest(key, Object.keys(schema.shape)) : '';
        const owner = steps.length === 0 ? what : `"${steps.join('.')}"`;
        reading.report.error('schema', place, `${owner} has no key "${key}".${hint}`);
      }
    } else {
      const place = locate(at.node, steps, at.path);
      const [name] = steps;
      const path = place.path === at.path && name !== undefined ? keyPath(at.path, name) : place.path;
      reading.report.error(
        'schema',
        { path, offset: place.offset },
        `"${steps.join('.')}": ${issue.message}.`,
      );
    }
  }
  return undefined;
}
