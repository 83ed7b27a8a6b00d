/** An id as text that sorts by its number: up to 32 digits; what is no number sorts behind, as text; none is first. */
export function sortableId(id: string): string {
  return /^\d{1,32}$/.test(id) ? id.padStart(32, '0') : id === '' ? '' : `~${id}`;
}
