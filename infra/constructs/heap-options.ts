/**
 * Node's options for apply in a function of so many MB: what the heap may not take is for buffers and Node itself. The
 * heap else grows with its garbage. `npm run bench -- memory` measures with them.
 */
export function heapOptions(memoryMb: number): string {
  return `--max-old-space-size=${Math.floor(memoryMb * 0.625)} --max-semi-space-size=4`;
}
