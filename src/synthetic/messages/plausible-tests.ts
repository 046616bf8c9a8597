import type { LeerresultatenVerzoek, Normering, Toets } from '../../uwlr/messages/leerresultaten.js';
import type { Random } from './random.js';

export type Mutable<T> = T extends readonly (infer E)[] ? Mutable<E>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

export type PlausibleToets = Mutable<Toets>;

/** Recommended for `vakgebied` (spec, section g), with some of its terms. */
const SUBJECTS = 'http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd';
const TERMS = ['Spelling', 'Rekenen en wiskunde', 'Engels', 'Verkeer', 'Schrijven', 'Voortgezet lezen'];

/** Numbers codes and levels, lays norms end to end, and binds nothing but the subject to a vocabulary. Gives the tests. */
export function makeTestsPlausible({ toets }: Mutable<LeerresultatenVerzoek['toetsen']>, random: Random): PlausibleToets[] {
  for (const [at, test] of toets.entries()) {
    unbind(test);
    test.toetscode.value = `T-${at + 1}`;
    if (test.vakgebied !== undefined) test.vakgebied = { value: random.pick(TERMS), vocabulaire: SUBJECTS };
    if (test.toetsnormering !== undefined) layOut(test.toetsnormering, random);
    for (const [depth, entry] of (test.toetshierarchie?.ingang ?? []).entries()) entry.niveau = String(depth + 1);
    for (const [number, part] of (test.toetsonderdelen?.toetsonderdeel ?? []).entries()) {
      part.toetsonderdeelvolgnummer = String(number + 1);
      part.toetsonderdeelcode.value = `O-${number + 1}`;
      if (part.toetsonderdeelnormering !== undefined) layOut(part.toetsonderdeelnormering, random);
    }
  }
  return toets;
}

function layOut({ norm }: Mutable<Normering>, random: Random): void {
  let next = 0;
  for (const range of norm) {
    range.beginnormwaarde = String(next);
    range.eindnormwaarde = String(next + random.between(0, 20));
    next = Number(range.eindnormwaarde) + 1;
    if (range.schoolcijfer_vanaf !== undefined) range.schoolcijfer_vanaf = `${random.between(1, 5)}.0`;
    if (range.schoolcijfer_totenmet !== undefined) range.schoolcijfer_totenmet = `${random.between(6, 9)}.9`;
  }
}

/** Terms of a vocabulary that a receiver happens to know could be refused. */
function unbind(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  delete fields['vocabulaire'];
  delete fields['vocabulairelocatie'];
  for (const field of Object.values(fields)) unbind(field);
}
