/**
 * Stands in every field of what the shared factories make that people write, are called or are reached by: see
 * `aReply`, `startDesk`.
 */
export const canary = 'canary5b1e';

/** What no log line may hold: an address, a token, a secret of the tests, a canary. */
const never = new RegExp(
  `[\\w.+-]+@[\\w-]+\\.[a-z]{2,}|Bearer\\s|local-token|local-client-secret|${canary}`,
  'i',
);

/** Sentences that a suite has posted, as a log line would quote them. */
const planted = new Set<string>();

/** Lines that hold one all the same, since it was last emptied. */
export const logLeaks: string[] = [];

/** Told of every line that the functions log in a test. */
export function watchLine(line: object): void {
  const text = JSON.stringify(line);
  if (never.test(text) || [...planted].some((sentence) => text.includes(sentence))) logLeaks.push(text);
}

/**
 * No line may quote what is posted: every text in it of two words or more, and of HTML what stands between its tags.
 * Single words are ids, states and names of ours as well: for them stand the canaries.
 */
export function plantTexts(posted: unknown): void {
  if (typeof posted === 'string') {
    for (const text of posted.split(/<[^>]*>/u)) {
      const sentence = text.trim();
      if (/\S\s+\S/u.test(sentence)) planted.add(JSON.stringify(sentence).slice(1, -1));
    }
  } else if (typeof posted === 'object' && posted !== null) {
    for (const each of Object.values(posted)) plantTexts(each);
  }
}
