/** Of a number of independent events whose mean is known: how likely it is that so few come. */
export function atMost(count: number, mean: number): number {
  if (mean <= 0) return 1;
  let [sum, logTerm] = [0, -mean];
  for (let k = 0; k <= count; k += 1) {
    if (k > 0) logTerm += Math.log(mean / k);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

/** The same for so many. */
export function atLeast(count: number, mean: number): number {
  return count <= 0 ? 1 : Math.max(0, 1 - atMost(count - 1, mean));
}
