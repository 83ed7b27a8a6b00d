/** Of tags that a rule set, so many were looked at, and of these so many had been taken off again by others. */
export interface Removals {
  checked: number;
  removed: number;
}

/** Below, nothing follows. */
const leastChecked = 10;
/** A rule that is wrong in one of five cases makes more work than it saves. */
const tolerated = 0.2;

/** Whether people take a rule's tags off again: by the lower end of what the sample allows for, at 95%. */
export function isRemovedAgain({ checked, removed }: Removals): boolean {
  return checked >= leastChecked && wilsonLower(removed, checked) > tolerated;
}

/** E. B. Wilson's interval (1927), which holds for small samples, too. */
function wilsonLower(hits: number, sample: number): number {
  const z = 1.96;
  const share = hits / sample;
  const centre = share + (z * z) / (2 * sample);
  const spread = z * Math.sqrt((share * (1 - share)) / sample + (z * z) / (4 * sample * sample));
  return (centre - spread) / (1 + (z * z) / sample);
}
