/**
 * Names have 64 characters at most. Longer texts are not put into one form: sorting thousands of accents on one letter takes the square of
 * their number, and a stranger may send them.
 */
const LONGEST = 512;

/**
 * A name as it is compared: letters with their accents in one form (NFC), which a Mac takes apart, and without the white space around it.
 * Names are stored as they were given.
 */
export function plainName(name: string): string {
  const bare = name.trim();
  return bare.length <= LONGEST ? bare.normalize('NFC') : bare;
}

export function isSameName(one: string, other: string): boolean {
  return one === other || plainName(one) === plainName(other);
}

/**
 * What does not belong in a text of one line that people read: control characters, with which a text moves the cursor of a terminal, line
 * breaks, and marks that turn the direction of what follows. Half a character (a lone surrogate) is not stored as it is written.
 */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u;

/** Whether a text is one line that shows as it is written. */
export function isOneLine(text: string): boolean {
  return !STEERING.test(text);
}
