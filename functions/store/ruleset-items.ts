import * as z from 'zod';

/**
 * The rule language that this code knows. Raised by every change after which older code would refuse a stored
 * ruleset, or decide otherwise by it: a function that knows less than a version names keeps the rules that it has.
 */
export const ruleLanguage = 1;

export const rulesetPk = 'RULESET';

export const versionSk = (version: number, part = 0): string =>
  part === 0 ? `VERSION#${version}` : `VERSION#${version}#${part}`;
/** In order of time, too. */
export const moveSk = (move: number): string => `MOVE#${String(move).padStart(8, '0')}`;

/** One move of the pointer: a publish, a deploy or a rollback. Kept when the next one overwrites it. */
const moveShape = {
  /** From 1, without a gap. */
  move: z.int().min(1),
  how: z.enum(['publish', 'deploy', 'rollback']),
  /** The version that was made current. */
  version: z.int().min(1),
  by: z.string(),
  /** ISO time. */
  at: z.string(),
  message: z.string().optional(),
  /** Of that version. */
  language: z.int(),
  /** sha256 of the version's JSON, in hex. */
  digest: z.string(),
  /** How many rules the version has. */
  rules: z.int(),
};

export const moveItem = z.object(moveShape);

const deployShape = {
  move: z.int(),
  digest: z.string(),
  /** A `-c rules=force` that has been carried out. */
  force: z.string().optional(),
};

/** What the last `cdk deploy` made current: the next one publishes over nothing else. */
const deployed = z.object({
  ...deployShape,
  /** How things stood before it, for a rollback of the stack; absent: nothing was published. */
  over: z.object({ version: z.int(), move: z.int(), deployed: z.object(deployShape).optional() }).optional(),
});

export const pointerItem = z.object({
  ...moveShape,
  /** The highest number that a version has. */
  latest: z.int(),
  deployed: deployed.optional(),
});

/** The first item of a version; `parts` counts it and those that follow. */
export const versionItem = z.object({
  version: z.int(),
  language: z.int(),
  digest: z.string(),
  parts: z.int().min(1),
  body: z.instanceof(Uint8Array),
});

export const partItem = z.object({ body: z.instanceof(Uint8Array) });

export type Move = z.infer<typeof moveItem>;
export type Pointer = z.infer<typeof pointerItem>;
export type Deployed = z.infer<typeof deployed>;
