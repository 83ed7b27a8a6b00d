import { TagwrightError } from '../tagwright-error.ts';

/** The ruleset is not deployed. The message is for whoever deploys: what is wrong, and what can be done. */
export class DeployRefusedError extends TagwrightError {
  override name = 'DeployRefusedError';
}
