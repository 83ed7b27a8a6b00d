/** `load`, called once for all who ask, and again by the next who asks after it has failed. */
export function memo<T>(load: () => Promise<T>): () => Promise<T> {
  let held: Promise<T> | undefined;
  return () => {
    if (held === undefined) {
      const loading = load();
      held = loading;
      loading.catch(() => {
        if (held === loading) held = undefined;
      });
    }
    return held;
  };
}
