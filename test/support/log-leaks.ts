/** What no log line may hold: an address, a token, a secret of the tests. */
const never = /[\w.+-]+@[\w-]+\.[a-z]{2,}|Bearer\s|local-token|local-client-secret/i;

/** Lines that hold one all the same, since it was last emptied. */
export const logLeaks: string[] = [];

/** Told of every line that the functions log in a test. */
export function watchLine(line: object): void {
  const text = JSON.stringify(line);
  if (never.test(text)) logLeaks.push(text);
}
