import type { Move } from '../store/ruleset-items.ts';

/** Who did what and when, such as `ana published version 14 on 2026-01-07 at 12:00 UTC ("Refunds in German")`. */
export function describeMove({ how, version, by, at, message }: Move): string {
  const when = `${at.slice(0, 10)} at ${at.slice(11, 16)} UTC`;
  const did = how === 'rollback' ? `rolled back to version ${version}` : `published version ${version}`;
  return `${by} ${did} on ${when}${message === undefined ? '' : ` ("${message}")`}`;
}
