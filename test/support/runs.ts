import * as fc from 'fast-check';

const more = process.env['RUNS'];

// The suite runs one known set of cases and so gives the same result every time. A search for new ones, with
// twenty times as many: `RUNS=20 npx vitest run test/unit/rules`.
if (Number(more ?? 1) <= 1) fc.configureGlobal({ seed: 20_261_123 });

/** How many cases a property is tried with. Importing this fixes their seed. */
export const runs = (usual: number): number => Math.ceil(usual * Number(more ?? 1));
