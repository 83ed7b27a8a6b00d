import { parseArgs } from 'node:util';
import * as z from 'zod';

/**
 * The flags of one of our scripts, each by its schema: a boolean is a switch, all else takes a value. Where they are
 * wrong, one line says so, another how it is called, and the process ends with 2.
 */
export function readFlags<Flags extends z.ZodRawShape>(
  usage: string,
  flags: Flags,
): z.infer<z.ZodObject<Flags>> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, schema]) => {
      const isSwitch = z.safeParse(schema, true).success && !z.safeParse(schema, '1').success;
      return [name, { type: isSwitch ? ('boolean' as const) : ('string' as const) }];
    }),
  );
  try {
    return z.object(flags).parse(parseArgs({ options }).values);
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof TypeError)) throw error;
    const reason = error instanceof z.ZodError ? error.issues.map(shownIssue).join('; ') : error.message;
    process.stderr.write(`${reason}\nusage: ${usage}\n`);
    process.exit(2);
  }
}

function shownIssue({ path, message }: z.core.$ZodIssue): string {
  return `--${path.join('.')}: ${message}`;
}
