/** Each column of a plot as tall as its share of the tallest, in eighths of a line; a value above none is seen. */
export function plotLines(values: readonly number[], height: number): string[] {
  const most = Math.max(0, ...values);
  const eighths = values.map((value) =>
    value === 0 || most === 0 ? 0 : Math.max(1, Math.round((value / most) * height * 8)),
  );
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 8;
    return eighths.map((each) => blocks[Math.min(8, Math.max(0, each - below))] ?? ' ').join('');
  });
}

const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
