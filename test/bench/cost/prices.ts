import { readFileSync } from 'node:fs';
import * as z from 'zod';

const prices = z.object({
  as_of: z.iso.date(),
  region: z.string(),
  sources: z.array(z.string()),
  per_million: z.object({
    http_api_requests: z.number(),
    sqs_fifo_requests: z.number(),
    lambda_requests: z.number(),
    dynamodb_write_units: z.number(),
    dynamodb_read_units: z.number(),
  }),
  lambda_gb_second: z.number(),
  logs_gb_ingested: z.number(),
  dynamodb_gb_month: z.number(),
  dynamodb_pitr_gb_month: z.number(),
  per_month: z.object({
    secret: z.number(),
    alarm_metric: z.number(),
    dashboard: z.number(),
    custom_metric: z.number(),
  }),
});

/** US dollars, as `prices.json` has them with their date and sources. */
export type Prices = z.infer<typeof prices>;

export function readPrices(): Prices {
  return prices.parse(JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')));
}
