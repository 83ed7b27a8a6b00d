/** Resolves at the first Ctrl-C or SIGTERM. A second one ends the process the hard way, as people expect. */
export function untilInterrupted(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
  });
}
