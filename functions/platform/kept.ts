/** A value that is costly to load, kept for all who ask. */
export interface Kept<T> {
  /** What was loaded last; loads it where there is nothing yet, once for all who ask meanwhile. */
  current: () => Promise<T>;
  /** Loads it again. Until that has succeeded, `current` goes on with what it had. */
  reload: () => Promise<T>;
}

/** Keeps what `load` yields. A load that fails is not kept: the next who asks begins another. */
export function kept<T>(load: () => Promise<T>): Kept<T> {
  let held: Promise<T> | undefined;
  const reload = (): Promise<T> => {
    const loading = load();
    held ??= loading;
    loading.then(
      () => {
        held = loading;
      },
      () => {
        if (held === loading) held = undefined;
      },
    );
    return loading;
  };
  return { current: () => held ?? reload(), reload };
}
