import { UsageError } from './options.ts';

/** Runs what listens on a port. @throws UsageError where the port is taken */
export async function onPort<T>(port: number, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new UsageError(`Port ${port} is taken; choose another with npm start -- --port <n>.`, {
      cause: error,
    });
  }
}
