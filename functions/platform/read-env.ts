import { ConfigError } from './config-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: SchemaError };
}

interface SchemaError {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/**
 * Reads settings from the environment by a zod schema (of `zod` or `zod/mini`) whose keys are their names.
 * An empty value counts as none. Throws a ConfigError that names the first setting at fault, and never its
 * value, since that may be a secret.
 */
export function readEnv<T>(schema: Schema<T>, env: Environment): T {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(set);
  if (result.success) return result.data;

  const issue = result.error.issues[0];
  const name = issue?.path[0] === undefined ? 'environment' : String(issue.path[0]);
  const problem = name in set ? `is not valid: ${issue?.message ?? ''}` : 'is not set';
  throw new ConfigError(name, problem, { cause: result.error });
}
