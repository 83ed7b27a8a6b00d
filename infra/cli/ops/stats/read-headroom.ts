import { IntercomResponseError } from '../../../../functions/intercom/errors/intercom-response-error.ts';
import { TagwrightError } from '../../../../functions/tagwright-error.ts';
import { EnvironmentError } from '../../environment/environment-error.ts';
import type { OpenedEnvironment } from '../../environment/opened-environment.ts';

/** How many calls Intercom would take now, of how many; or why that is not known. */
export type Headroom = { remaining: number; limit: number } | { unknown: string };

/** One call to Intercom (`identifyAdmin`), for its rate limit's headers. */
export async function readHeadroom(environment: OpenedEnvironment): Promise<Headroom> {
  let headers = new Headers();
  try {
    const client = await environment.intercom({
      async fetch(input, init) {
        const response = await fetch(input, init);
        headers = response.headers;
        return response;
      },
    });
    await client.identifyAdmin();
  } catch (error) {
    if (error instanceof IntercomResponseError) return { unknown: `Intercom answered ${error.status}` };
    if (!(error instanceof EnvironmentError || error instanceof TagwrightError)) throw error;
    return { unknown: error.message };
  }
  const remaining = Number(headers.get('x-ratelimit-remaining') ?? Number.NaN);
  const limit = Number(headers.get('x-ratelimit-limit') ?? Number.NaN);
  if (Number.isNaN(remaining) || Number.isNaN(limit)) return { unknown: 'Intercom did not say' };
  return { remaining, limit };
}
