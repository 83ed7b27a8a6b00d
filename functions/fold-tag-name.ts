/** Two tag names are the same tag where this agrees. Intercom: "'MyTag' and 'mytag' will result in a single tag". */
export function foldTagName(name: string): string {
  return name.trim().toLowerCase();
}
