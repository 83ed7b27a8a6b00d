/** By its ISO begin, how often an hour has been looked at. */
export type HourStages = Record<string, number>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * When an hour is rolled up, after its end: as soon as what is still on its way has come, and again for as long as
 * a message can wait in the queue. Records are filed by the time at which something happened, and come late.
 */
const lookedAtAfter = [5 * minuteMs, hourMs, 6 * hourMs, dayMs, 3 * dayMs, 15 * dayMs];

/** From then on an hour stays as it is. */
const watchedMs = 16 * dayMs;

export interface DueHour {
  hour: string;
  stage: number;
}

/** The hours that are to be looked at now, newest first: the newest are those that people look at. */
export function hoursDue(stages: HourStages, now: number): DueHour[] {
  const due: DueHour[] = [];
  const earliest = now - watchedMs;
  for (let begin = Math.floor(now / hourMs) * hourMs - hourMs; begin + hourMs > earliest; begin -= hourMs) {
    const hour = new Date(begin).toISOString();
    const age = now - (begin + hourMs);
    const stage = lookedAtAfter.filter((after) => age >= after).length;
    if (stage > (stages[hour] ?? 0)) due.push({ hour, stage });
  }
  return due;
}

/** Without the hours that are looked at no more. */
export function watchedHours(stages: HourStages, now: number): HourStages {
  return Object.fromEntries(
    Object.entries(stages).filter(([hour]) => now - (Date.parse(hour) + hourMs) < watchedMs),
  );
}
