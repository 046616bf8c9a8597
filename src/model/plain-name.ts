/**
 * A name as it is compared: letters with their accents in one form (NFC), which a Mac takes apart, and without the white space around it.
 * Names are stored as they were given.
 */
export function plainName(name: string): string {
  return name.normalize('NFC').trim();
}

export function isSameName(one: string, other: string): boolean {
  return one === other || plainName(one) === plainName(other);
}
