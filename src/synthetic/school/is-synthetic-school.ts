import { identificationOf } from '../../model/school-id.js';

/** What the schoolkey of an invented school begins with. */
export const SYNTHETIC_SCHOOLKEY = 'verzonnen-';

/**
 * Whether a school (id) is one of ours, which cannot exist: a BRIN of `99AA` to `99ZZ`, or a schoolkey that begins with `verzonnen-`.
 *
 * BRINs are given out from 00 upwards, and no register that we know of comes near 99. A client in the field has `99XX` as its example for
 * the same reason (spec of clients, section 1). A schoolkey is whatever two parties agreed on, so nothing but its beginning can tell.
 */
export function isSyntheticSchool(id: string): boolean {
  const { brincode, schoolkey } = identificationOf(id) ?? {};
  return brincode === undefined ? schoolkey?.startsWith(SYNTHETIC_SCHOOLKEY) === true : /^99[A-Z]{2}$/.test(brincode);
}
