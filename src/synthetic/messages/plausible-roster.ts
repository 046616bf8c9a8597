import type { Root } from '../../uwlr/grammar/grammar.js';
import { datePupil, identify, type Person, pointTo, type Targets } from './plausible-people.js';
import { SCHOOL_YEARS, twoDigits } from './plausible-results.js';
import type { Random } from './random.js';
import type { Fields } from './value.js';

/** Year groups of primary and of secondary schools, and what to add to them for the age of their pupils. */
const SCHOOLS = [
  { first: 1, last: 8, toAge: 3 },
  { first: 11, last: 16, toAge: 1 },
];
/** What people who come without their groups point to. */
const ANYWHERE: Targets = { groep: keys('G', 9), samengestelde_groep: keys('C', 9), vestiging: keys('V', 3) };

/**
 * Makes pupil data, and questions for them, say what could be true: one school, groups that exist, everybody with a key and a
 * name, days that fit. Any other content stays as wild as it was made. Names and ids are invented. Does nothing to other
 * messages.
 */
export function makeRosterPlausible({ element }: Root, value: Fields, random: Random): void {
  if (value['schooljaar'] !== undefined) makeRequestPlausible(value, random.pick(SCHOOL_YEARS));
  const data = [value, ...Object.values(value)].find((part) => (part as Fields)['school'] !== undefined) as Fields | undefined;
  if (data === undefined || data['toetsen'] !== undefined) return;
  const year = random.pick(SCHOOL_YEARS);
  makeSchoolPlausible(data['school'] as Fields, year, random);
  const level = random.pick(SCHOOLS);
  const yearGroup = () => String(random.between(level.first, level.last));
  const groups = listOf(data, 'groepen', 'groep');
  for (const group of groups) if (group['jaargroep'] !== undefined) group['jaargroep'] = yearGroup();
  const here: Targets = {
    groep: number(groups, 'G'),
    samengestelde_groep: number([...listOf(data, 'groepen', 'samengestelde_groep'), ...listOf(data, 'subgroepen', 'subgroep')], 'C'),
    vestiging: number(listOf(data, 'vestigingen', 'vestiging'), 'V'),
  };
  const targets = /leerlingen|leerkrachten/.test(element.name) ? ANYWHERE : here;
  for (const [at, pupil] of listOf(data, 'leerlingen', 'leerling').entries()) {
    identify(pupil, `L-${at + 1}`, random);
    pointTo(pupil, targets, random);
    const own = groups.find(({ key }) => key === pupil.groep?.key)?.['jaargroep'] ?? yearGroup();
    // A field of its own in 1.0.
    pupil['jaargroep'] = typeof pupil['jaargroep'] === 'object' ? { value: own } : own;
    datePupil(pupil, Number(own) + level.toAge, year, random);
  }
  for (const [at, teacher] of listOf(data, 'leerkrachten', 'leerkracht').entries()) {
    identify(teacher, `M-${at + 1}`, random);
    pointTo(teacher, targets, random);
  }
}

function makeRequestPlausible(request: Fields, year: number): void {
  request['schooljaar'] = `${year}-${year + 1}`;
  for (const [name, prefix] of [
    ['groep', 'G'],
    ['samengestelde_groep', 'C'],
  ] as const) {
    // Without a key it asks for those in no group.
    number(
      listOf(request, 'groepen', name).filter(({ key }) => key !== undefined),
      prefix,
    );
  }
}

function makeSchoolPlausible(school: Fields, year: number, random: Random): void {
  const set = (name: string, text: string) => {
    if (school[name] !== undefined) school[name] = text;
  };
  const day = `${year + 1}-07-${twoDigits(random.between(1, 31))}`;
  set('schooljaar', `${year}-${year + 1}`);
  set('peildatum', day);
  set('aanmaakdatum', `${day}T${twoDigits(random.below(24))}:00:00+02:00`);
  set('brincode', random.pick(['99XX', '99AB', '99ZZ']));
  set('instellingsnummer', random.pick(['999999', '99']));
  set('schoolkey', 'school-zonder-brin');
}

function listOf(data: Fields, holder: string, name: string): Person[] {
  return ((data[holder] as Fields | undefined)?.[name] ?? []) as Person[];
}

/** Gives everything in a list a key, and gives the keys. */
function number(list: readonly Person[], prefix: string): readonly string[] {
  const made = keys(prefix, list.length);
  for (const [at, item] of list.entries()) item.key = made[at] as string;
  return made;
}

function keys(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${at + 1}`);
}
