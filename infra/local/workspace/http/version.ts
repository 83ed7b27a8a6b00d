import { refuse } from '../refusal.ts';

/**
 * The versions that the 2.11 description lists, and `Unstable`, as Preview was called before. Later ones are
 * refused: the emulator answers as 2.11, and a client that asks for 2.14 (intercom-node's default) would be
 * given shapes that 2.14 has not.
 */
const VERSIONS = new Set([
  ...Array.from({ length: 5 }, (_, minor) => `1.${minor}`),
  ...Array.from({ length: 12 }, (_, minor) => `2.${minor}`),
  'Preview',
  'Unstable',
]);

export function checkVersion(header: string | undefined): void {
  if (header !== undefined && !VERSIONS.has(header)) throw refuse.versionInvalid();
}
