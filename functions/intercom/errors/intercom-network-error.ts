import { TagwrightError } from '../../tagwright-error.ts';

/** `timeout`: no whole answer in time. `unsent`: no connection came about. `broken`: the connection ended before the answer did. */
export type NetworkFailure = 'timeout' | 'unsent' | 'broken';

const MESSAGES: Record<NetworkFailure, string> = {
  timeout: 'Intercom gave no whole answer in time',
  unsent: 'no connection to Intercom came about',
  broken: 'the connection to Intercom broke before the answer was whole',
};

/** No readable answer came. Unless `failure` is `unsent`, Intercom may have carried the request out. */
export class IntercomNetworkError extends TagwrightError {
  override name = 'IntercomNetworkError';
  readonly operation: string;
  readonly failure: NetworkFailure;

  constructor(operation: string, failure: NetworkFailure, options?: ErrorOptions) {
    super(MESSAGES[failure], options);
    this.operation = operation;
    this.failure = failure;
  }
}
