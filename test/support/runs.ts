/**
 * How many cases a property is tried with. A search for new ones, with twenty times as many:
 * `RUNS=20 npx vitest run test/unit/rules`.
 */
export const runs = (usual: number): number => Math.ceil(usual * factor);

const factor = Number(process.env['RUNS'] ?? 1);
