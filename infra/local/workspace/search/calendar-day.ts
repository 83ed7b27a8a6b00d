/** Time zones differ from UTC by whole quarters of an hour, so a quarter has one day. */
const QUARTER_SECONDS = 900;
const DAY_MS = 86_400_000;

/** Numbers the days of a time zone, so that they can be compared: "The day a timestamp falls on is determined
 * using your workspace's timezone". Remembered for each quarter of an hour, for the sake of long searches. */
export function calendarDays(timeZone: string): (seconds: number) => number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const known = new Map<number, number>();
  return (seconds) => {
    const quarter = Math.floor(seconds / QUARTER_SECONDS);
    const day = known.get(quarter) ?? Date.parse(format.format(quarter * QUARTER_SECONDS * 1000)) / DAY_MS;
    known.set(quarter, day);
    return day;
  };
}
