import { EnvironmentError } from './environment-error.ts';

/** An error of an AWS SDK client as one line for the person at the terminal; any other error as it is. */
export function awsFault(error: unknown, region: string): unknown {
  if (!(error instanceof Error)) return error;
  const line = lineOf(error, region);
  return line === null ? error : new EnvironmentError(line, { cause: error });
}

function lineOf(error: Error, region: string): string | null {
  if (error.name === 'CredentialsProviderError') {
    return 'No AWS credentials were found: set AWS_PROFILE, or sign in (aws sso login), and try again.';
  }
  if (expired.has(error.name)) return 'The AWS credentials have expired: sign in again (aws sso login).';
  if (unknown.has(error.name)) {
    return 'AWS does not know these credentials: look at AWS_PROFILE and AWS_ACCESS_KEY_ID.';
  }
  if (denied.has(error.name)) return `These AWS credentials may not do this: ${oneLine(error.message)}`;
  if (unreachable.has(codeOf(error))) {
    return `AWS could not be reached in ${region} (${codeOf(error)}): is this machine online, and the region right?`;
  }
  return '$metadata' in error ? `AWS answered ${error.name}: ${oneLine(error.message)}` : null;
}

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const unknown = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'AuthorizationError']);
const unreachable = new Set(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EAI_AGAIN']);

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
