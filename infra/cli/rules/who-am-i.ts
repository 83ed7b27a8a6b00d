import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** In whose name versions are published: git's e-mail address, else the login name. */
export function whoAmI(): string {
  try {
    const email = execFileSync('git', ['config', 'user.email'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (email.trim() !== '') return email.trim();
  } catch {
    // No git, or nobody has told it.
  }
  return userInfo().username;
}
