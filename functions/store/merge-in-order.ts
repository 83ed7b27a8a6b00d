/** One sequence of several that are each in order; holds one element of each. `isAfter(a, b)`: a comes after b. */
export async function* mergeInOrder<T>(
  sources: readonly AsyncIterable<T>[],
  isAfter: (a: T, b: T) => boolean,
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      let first = -1;
      let least: T | undefined;
      for (const [i, head] of heads.entries()) {
        if (head.done === true || (least !== undefined && !isAfter(least, head.value))) continue;
        first = i;
        least = head.value;
      }
      const iterator = iterators[first];
      if (least === undefined || iterator === undefined) return;
      yield least;
      heads[first] = await iterator.next();
    }
  } finally {
    await Promise.all(iterators.map(async (iterator) => iterator.return?.()));
  }
}
