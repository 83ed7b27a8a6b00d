import { defaultOptions } from '../../../infra/local/workspace/options.ts';
import { medianOf } from '../rules/measure.ts';

/** How long a search of what changed in the last hour takes, a full page: the first of 100, and all of them. */
export async function timeSearches(url: string): Promise<{ first: number; median: number; p95: number }> {
  const headers = { Authorization: `Bearer ${defaultOptions.token}`, 'Content-Type': 'application/json' };
  const query = { field: 'updated_at', operator: '>', value: Math.floor(Date.now() / 1_000) - 3_600 };
  const search = JSON.stringify({ query, pagination: { per_page: 150 } });
  // Node loads its fetch at the first request, which takes longer than any search.
  await fetch(`${url}/me`, { headers }).then((response) => response.arrayBuffer());
  const times: number[] = [];
  for (let n = 0; n < 100; n++) {
    const startedAt = performance.now();
    const response = await fetch(`${url}/conversations/search`, { method: 'POST', headers, body: search });
    await response.arrayBuffer();
    times.push(performance.now() - startedAt);
  }
  const p95 = times.toSorted((a, b) => a - b)[94] ?? Number.POSITIVE_INFINITY;
  return { first: times[0] ?? Number.POSITIVE_INFINITY, median: medianOf(times), p95 };
}
