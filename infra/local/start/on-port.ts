import { UsageError } from './options.ts';

/** Runs what listens on a port; `why` it is this one, where that was not asked for. @throws UsageError where the port is taken */
export async function onPort<T>(port: number, listen: () => Promise<T>, why = ''): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new UsageError(`Port ${port} is taken${why}; choose another with npm start -- --port <n>.`, {
      cause: error,
    });
  }
}
