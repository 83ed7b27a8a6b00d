import type { TaggingPort } from '../../functions/apply/tagging-port.ts';

export const notAskedFor = (): never => {
  throw new Error('not asked for here');
};

/** Of which a test expects no call; what it does expect, it puts in its place. */
export const idleIntercom: TaggingPort = {
  checkRateLimit: notAskedFor,
  fetchObject: notAskedFor,
  findSubject: notAskedFor,
  resolveTag: notAskedFor,
  knownTag: notAskedFor,
  forgetTag: notAskedFor,
  addTag: notAskedFor,
  removeTag: notAskedFor,
};
