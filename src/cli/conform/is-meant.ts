/** Whether an id is the one that was asked for, or begins so: `las/faults` means all in it, `LAS-FAULT` all that are numbered under it. */
export function isMeant(id: string, asked: string): boolean {
  return id === asked || ['/', '-', '@'].some((mark) => id.startsWith(`${asked}${mark}`));
}
