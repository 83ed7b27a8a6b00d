/** The functions of the stack; each is `functions/<name>/handler.ts`. */
export const FUNCTION_NAMES = ['receive', 'apply', 'sync', 'publish'] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
