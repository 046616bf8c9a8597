/** Digits of a number that is an id as likely as it is the code of a test, or a figure. */
const FEW_DIGITS = /^\s*[0-9]{1,8}\s*$/;
const MOST_OF_FEW = 24;

/** How a padded id and one of a school begin. */
const WRAPPED_BEGINNING = /^(?:0|[0-9]{2}[a-z]{2})/i;
/** An ECK iD has nothing around it. */
const ADDRESS = /^https?:/i;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const PADDED = /^0+([1-9][0-9]*)$/;
const OF_A_SCHOOL = /^[0-9]{2}[A-Z]{2}[0-9]{0,2}[-_:./ ](.+)$/i;
const MAIL = /^([^@\s]+)@[^@\s.]+(?:\.[^@\s.]+)+$/;
const URN = /^urn:.*:([^:]+)$/i;

/** Whether an id is a number of eight digits or fewer. */
export function isFewDigits(id: string): boolean {
  return id.length <= MOST_OF_FEW && FEW_DIGITS.test(id);
}

/**
 * What an id is without what its system puts around it, and other systems leave out: the UUID in a URN or an address, what stands before
 * `@school.example`, what comes after a BRIN (`99XX-`) or zeros. Undefined: there is nothing around it.
 */
export function bareIdOf(id: string): string | undefined {
  const plain = id.trim();
  if (!mayBeWrapped(plain)) return undefined;
  const [uuid] = UUID.exec(plain) ?? [];
  if (uuid !== undefined) return uuid.length === plain.length ? undefined : uuid;
  for (const form of [PADDED, OF_A_SCHOOL, MAIL, URN]) {
    const [, bare] = form.exec(plain) ?? [];
    if (bare !== undefined) return bare;
  }
  return undefined;
}

/** False for nearly every id. */
function mayBeWrapped(plain: string): boolean {
  return (WRAPPED_BEGINNING.test(plain) || plain.includes('@') || plain.includes(':')) && !ADDRESS.test(plain);
}
