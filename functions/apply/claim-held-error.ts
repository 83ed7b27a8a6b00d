import { TagwrightError } from '../tagwright-error.ts';

/** Another worker has the record's lease. Postponed until that runs out, and not counted. */
export class ClaimHeldError extends TagwrightError {
  override name = 'ClaimHeldError';
  /** Unix ms. */
  readonly leaseUntil: number;

  constructor(leaseUntil: number) {
    super('another worker holds the claim');
    this.leaseUntil = leaseUntil;
  }
}
