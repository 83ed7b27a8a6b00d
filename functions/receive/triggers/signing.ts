/** How one source signs its webhooks, as its entry in the webhook secret says. */
export type Signing = StandardSigning | HmacSigning;

/** Standard Webhooks (standardwebhooks.com): `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export interface StandardSigning {
  scheme: 'standard';
  secrets: readonly string[];
}

/** An HMAC in a header. */
export interface HmacSigning {
  scheme: 'hmac';
  secrets: readonly string[];
  header: string;
  algorithm: 'sha1' | 'sha256' | 'sha512';
  encoding: 'hex' | 'base64';
  /** What stands before the signature in its header, such as `sha256=`. */
  prefix: string;
  /** Where the header is a list of `key=value`, as Stripe's: the key of signatures. */
  signatureKey: string | null;
  /** What is signed, in two: what stands before the body and after it. */
  signed: { before: readonly Piece[]; after: readonly Piece[] };
  /** Where the time of signing stands; null where there is none, and a copied request can be sent again. */
  timestamp: { header: string } | { key: string } | null;
  /** Seconds, both ways, by which the time of signing may differ from ours. */
  tolerance: number;
  /** Where the sender's own id of the webhook stands; null: the body tells one from the other. */
  id: { header: string } | { field: string } | null;
}

/** A part of what is signed, besides the body. */
export type Piece = { text: string } | { placeholder: 'timestamp' | 'id' };
