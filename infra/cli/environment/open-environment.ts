import { type DeployedOptions, openDeployed } from './open-deployed.ts';
import { type LocalOptions, openLocal } from './open-local.ts';
import type { OpenedEnvironment } from './opened-environment.ts';

export type OpenOptions = DeployedOptions & LocalOptions;

/**
 * An environment of infra/environments.ts by its stack's outputs, or `local`: the stack of `npm start`, over HTTP
 * where it runs, else its folder, opened by this process. Close it, or a local stack cannot be started.
 * @throws EnvironmentError one line: what is missing, and how to mend it
 */
export function openEnvironment(name: string, options: OpenOptions): Promise<OpenedEnvironment> {
  return name === 'local' ? openLocal(options) : openDeployed(name, options);
}
