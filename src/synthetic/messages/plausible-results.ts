import type { LeerresultatenVerzoek, Resultaat } from '../../uwlr/messages/leerresultaten.js';
import { type Mutable, makeTestsPlausible, type PlausibleToets } from './plausible-tests.js';
import type { Random } from './random.js';
import type { Fields } from './value.js';

/** Long past, so that a clock that runs behind makes no difference. */
export const SCHOOL_YEARS = [2022, 2023, 2024];
const REFERENCE_SCORES = ['DLE', 'Percentiel', 'Stanine', 'T-score', 'AVI'];
const GROUPS = ['BB', 'KB', 'GT', 'HAVO', 'VWO', 'Landelijk'];

/**
 * Makes results say what could be true: codes that exist in their test, scores inside its norms, counts that add up, dates in
 * the school year. Any other content, such as the texts that a person would type, stays as wild as it was made. Names and
 * ids are invented. Does nothing to a message without tests.
 */
export function makePlausible(value: Fields, random: Random): void {
  if (value['toetsen'] === undefined) return;
  const message = value as unknown as Mutable<LeerresultatenVerzoek>;
  const tests = makeTestsPlausible(message.toetsen, random);
  if (message.toetsafnames === undefined) return;
  const year = random.pick(SCHOOL_YEARS);
  message.school.schooljaar = `${year}-${year + 1}`;
  message.school.aanmaakdatum = `${year + 1}-07-${twoDigits(random.between(1, 31))}T${twoDigits(random.below(24))}:00:00+02:00`;
  if (message.school.brincode !== undefined) message.school.brincode = random.pick(['99XX', '99AB', '99ZZ']);
  if (message.school.schoolkey !== undefined) message.school.schoolkey = 'school-zonder-brin';
  let results = 0;
  for (const [at, pupil] of message.toetsafnames.toetsafname.entries()) {
    if (pupil.leerlingid !== undefined) pupil.leerlingid = `L-${at + 1}`;
    if (pupil.eckid !== undefined) pupil.eckid = testEckId(random);
    if (pupil.resultaatverwerkerid !== undefined) pupil.resultaatverwerkerid = `M-${random.between(1, 9)}`;
    for (const result of pupil.resultaten.resultaat) {
      results += 1;
      result.key = `R-${results}`;
      makeResultPlausible(result, random.pick(tests), random);
      result.afnamedatum = `${year + 1}-${twoDigits(random.between(1, 6))}-${twoDigits(random.between(1, 28))}`;
    }
  }
}

function makeResultPlausible(result: Mutable<Resultaat>, test: PlausibleToets, random: Random): void {
  result.toetscode = test.toetscode.value;
  delete result.versie;
  if (test.versie !== undefined && random.chance(0.5)) result.versie = { ...test.versie };
  const parts = test.toetsonderdelen?.toetsonderdeel ?? [];
  const part = result.toetsonderdeelcode === undefined || parts.length === 0 ? undefined : random.pick(parts);
  delete result.toetsonderdeelcode;
  if (part !== undefined) result.toetsonderdeelcode = part.toetsonderdeelcode.value;
  const norms = (part === undefined ? test.toetsnormering : part.toetsonderdeelnormering)?.norm ?? [];
  const highest = Number(norms.at(-1)?.eindnormwaarde ?? 40);
  if (result.score !== undefined) result.score = String(random.between(0, highest));
  if (result.osoresultaat !== undefined) makeOsoPlausible(result.osoresultaat, random);
}

function makeOsoPlausible(result: Mutable<NonNullable<Resultaat['osoresultaat']>>, random: Random): void {
  if (result.toetsscore === undefined && result.referentiescore === undefined) result.toetsscore = {};
  const counts = result.toetsscore;
  if (counts !== undefined) {
    const items = random.between(1, 60);
    const correct = random.between(0, items);
    counts.aantalgoed = String(correct);
    if (counts.aantalopgaven !== undefined) counts.aantalopgaven = String(items);
    if (counts.aantalfout !== undefined) counts.aantalfout = String(random.between(0, items - correct));
    if (counts.aantalgelezen !== undefined) counts.aantalgelezen = String(items);
    if (counts.tijd !== undefined) counts.tijd = `${random.between(60, 5400)}.5`;
    const interval = counts.betrouwbaarheidsinterval;
    if (interval !== undefined)
      Object.assign(interval, { bivlaag: `${random.between(-20, 40)}`, bivhoog: `${random.between(40, 200)}.25` });
  }
  for (const score of result.referentiescore ?? []) {
    score.codereferentiescore = random.pick(REFERENCE_SCORES);
    score.codevergelijkingsgroep = random.pick(GROUPS);
    score.waarde = String(random.between(1, 60));
  }
}

/** In the form of the ECK iDs of the test environment, so that it is nobody's. */
export function testEckId(random: Random): string {
  const digits = Array.from({ length: 128 }, () => random.below(16).toString(16)).join('');
  return `https://ketenid.nl/pilot/${digits}`;
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
