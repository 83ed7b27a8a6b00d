/** An environment cannot be reached as it was asked for: one line for the person who asked, exit status 2. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
