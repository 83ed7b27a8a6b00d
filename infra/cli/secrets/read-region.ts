import { REGION_URLS, type Region } from '../../../functions/intercom/regions.ts';

/** What `GET /me` says of the region; null where it is no word that we know. `Europe` has been seen for `EU`. */
export function readRegion(said: string | null): Region | null {
  const start = said?.toLowerCase().slice(0, 2);
  return REGIONS.find((region) => region === start) ?? null;
}

const REGIONS: Region[] = Object.keys(REGION_URLS).filter((key): key is Region => key in REGION_URLS);
