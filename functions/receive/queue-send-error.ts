import { TagwrightError } from '../tagwright-error.ts';

/** The queue did not take a message in time. Intercom is told 503 and sends the notification again. */
export class QueueSendError extends TagwrightError {
  override name = 'QueueSendError';
}
