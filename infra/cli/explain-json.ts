import type * as z from 'zod';
import type { Diagnostic } from '../../functions/rules/model.ts';
import { readYaml } from '../../functions/rules/read-yaml.ts';
import { createReport } from '../../functions/rules/report.ts';
import { locate } from '../../functions/rules/yaml-tree.ts';

/** Why a file is not what was expected, and where in it: no JSON at all, or JSON of another shape. */
export function explainJson(text: string, shape: z.ZodType, expected: string): Diagnostic[] {
  const report = createReport(text);
  try {
    const { error } = shape.safeParse(JSON.parse(text));
    // JSON is YAML, whose reader knows where everything stands.
    const { root } = readYaml(text);
    for (const { path, message } of error?.issues ?? []) {
      const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
      const place = root === null ? { path: '', offset: 0 } : locate(root, steps);
      const what = steps.length === 0 ? '' : ` "${steps.join('.')}":`;
      report.error('schema', place, `${expected}${what} ${message}.`);
    }
  } catch (error) {
    // V8 says where, or shows what stands there.
    const message = error instanceof Error ? error.message : 'It is not JSON';
    const at = / at position (\d+)/u.exec(message)?.[1];
    const offset = message.includes('end of JSON') ? text.trimEnd().length : Number(at ?? 0);
    report.error('syntax', { path: '', offset }, `${expected} ${message}.`);
  }
  return report.diagnostics();
}
