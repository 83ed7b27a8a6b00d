import { TagwrightError } from '../tagwright-error.ts';

/** There is no ruleset to decide by: nothing was published yet, or what is current cannot be read. */
export class NoRulesetError extends TagwrightError {
  override name = 'NoRulesetError';

  constructor() {
    super('there is no ruleset to decide by');
  }
}
