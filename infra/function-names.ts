/** The functions of the stack; each is `functions/<name>/handler.ts`. */
export const FUNCTION_NAMES = ['receive', 'apply'] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
