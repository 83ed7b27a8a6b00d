import { TagwrightError } from '../tagwright-error.ts';

/** The service is wired or configured wrongly: it fails at start, and the message names the setting. */
export class ConfigError extends TagwrightError {
  override name = 'ConfigError';
  readonly setting: string;

  constructor(setting: string, problem: string, options?: ErrorOptions) {
    super(`${setting} ${problem}`, options);
    this.setting = setting;
  }
}
