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
  /** The move after it; where the pointer has moved on, somebody else moved it. */
  move: z.int(),
  /** Of the file. */
  digest: z.string(),
};

/** What the last `cdk deploy` made current, or found so: the next one publishes over nothing else. */
const deployed = z.object({
  ...deployShape,
  /** From which properties of the custom resource to which, so that the rollback of it is known. */
  change: z.string().optional(),
  /** The version that it replaced; absent: it moved nothing, or there was none. */
  over: z.int().optional(),
  /** What this said before. */
  before: z.object(deployShape).optional(),
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
