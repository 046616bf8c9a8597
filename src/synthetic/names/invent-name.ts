import type { PersonName } from '../../model/roster/roster.js';
import type { Random } from '../messages/random.js';
import { CALL_NAMES } from './call-names.js';
import { DUTCH_FAMILY_NAMES, FOREIGN_FAMILY_NAMES, NAME_PREFIXES } from './family-names.js';

export interface InventedPerson {
  readonly name: PersonName & { readonly family: string; readonly call: string };
  /** NEN-ISO 5218: mostly 1 or 2, seldom 0 or 9. */
  readonly gender: '0' | '1' | '2' | '9';
}

/**
 * Somebody who does not exist, named by the rules of NEN 1888: a third with a prefix, one in seven with a surname of another language, one in
 * twelve with two surnames.
 */
export function inventPerson(random: Random): InventedPerson {
  const gender = random.weighted([
    [46, '1'],
    [46, '2'],
    [5, '0'],
    [3, '9'],
  ] as const);
  const call = random.pick(CALL_NAMES[gender === '9' ? '0' : gender]);
  const isForeign = random.chance(1 / 7);
  const first = random.pick(isForeign ? FOREIGN_FAMILY_NAMES : DUTCH_FAMILY_NAMES);
  const family = random.chance(1 / 12) ? `${first}-${random.pick(DUTCH_FAMILY_NAMES)}` : first;
  const prefix = !isForeign && random.chance(1 / 3) ? { prefix: random.pick(NAME_PREFIXES) } : {};
  return { gender, name: { family, ...prefix, initials: initialsOf(call, random), call } };
}

/** Without dots, of people who have more names than the one in use. */
function initialsOf(call: string, random: Random): string {
  const more = Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, () => random.pick([...'ABCDEFGHJKLMNPRSTVW']));
  return plainLetters(call).slice(0, 1).toUpperCase() + more.join('');
}

/** Without marks: letters of addresses. */
export function plainLetters(text: string): string {
  return text
    .replace(/[øØłŁı]/g, (letter) => ({ ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', ı: 'i' })[letter] as string)
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '');
}
