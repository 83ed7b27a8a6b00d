/** `2026-11-23 08:00:01` of an ISO time, UTC. */
export function shownMoment(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** Milliseconds for people: `180 ms`, `1.4 s`, `12 min`, `3.5 h`, `2.0 d`. */
export function shownSpan(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 90_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`;
  return `${(ms / 86_400_000).toFixed(1)} d`;
}
