/** What keeps a command from its work: one line for the person at the terminal, exit status 2. */
export class OpsError extends Error {
  override readonly name = 'OpsError';
}
