/** The hosts of the three regions, from the OpenAPI description's `servers`. */
export const REGION_URLS = {
  us: 'https://api.intercom.io',
  eu: 'https://api.eu.intercom.io',
  au: 'https://api.au.intercom.io',
} as const;

export type Region = keyof typeof REGION_URLS;
