import { NAME_PREFIXES } from '../names/family-names.js';
import { inventPerson } from '../names/invent-name.js';
import { testEckId, twoDigits } from './plausible-results.js';
import type { Random } from './random.js';
import type { Fields } from './value.js';

interface Reference {
  key?: string;
}

/** Keys of what pupils and staff can point to. */
export interface Targets {
  readonly groep: readonly string[];
  readonly samengestelde_groep: readonly string[];
  readonly vestiging: readonly string[];
}

type References = Record<string, Reference[]>;

/** A pupil or a member of staff, of any version, or anything else that has a key. */
export interface Person extends Fields {
  key?: string;
  eckid?: string;
  groep?: Reference;
  groepen?: References;
  samengestelde_groepen?: References;
  subgroepen?: References;
  vestiging?: Reference;
}

/** Gives somebody a name that nobody has, and a key and an ECK iD where they have one. One of the two must be there. */
export function identify(person: Person, key: string, random: Random): void {
  if (person.key !== undefined || person.eckid === undefined) person.key = key;
  if (person.eckid !== undefined) person.eckid = testEckId(random);
  const { name } = inventPerson(random);
  const names = {
    achternaam: name.family,
    voorvoegsel: name.prefix ?? random.pick(NAME_PREFIXES),
    voornamen: name.call,
    'voorletters-1': name.initials as string,
    roepnaam: name.call,
  };
  for (const [part, text] of Object.entries(names)) if (person[part] !== undefined) person[part] = text;
}

/** The days in the life of a pupil, who is `age` in the calendar year `year`. */
export function datePupil(pupil: Person, age: number, year: number, random: Random): void {
  const day = (at: number) => `${at}-${twoDigits(random.between(1, 12))}-${twoDigits(random.between(1, 28))}`;
  const lives = {
    geboortedatum: year - age,
    start_ondw_jgr3: Math.min(year - age + 6, year),
    instroomdatum: Math.min(year - age + 4, year),
    uitstroomdatum: year + 1,
  };
  for (const [name, at] of Object.entries(lives)) if (pupil[name] !== undefined) pupil[name] = day(at);
}

/** Makes somebody point to groups and a location that are there, and to none twice. References that cannot are taken out. */
export function pointTo(person: Person, targets: Targets, random: Random): void {
  single(person, 'groep', targets.groep, random);
  single(person, 'vestiging', targets.vestiging, random);
  lists(person, 'groepen', { groep: targets.groep, samengestelde_groep: targets.samengestelde_groep }, random);
  lists(person, 'samengestelde_groepen', { samengestelde_groep: targets.samengestelde_groep }, random);
  // Subgroups of 1.0 are combined groups.
  lists(person, 'subgroepen', { groep: targets.samengestelde_groep }, random);
}

function single(person: Person, name: 'groep' | 'vestiging', keys: readonly string[], random: Random): void {
  const reference = person[name];
  if (reference === undefined) return;
  if (keys.length === 0) delete person[name];
  else reference.key = random.pick(keys);
}

function lists(
  person: Person,
  holder: 'groepen' | 'samengestelde_groepen' | 'subgroepen',
  targets: Readonly<Record<string, readonly string[]>>,
  random: Random,
): void {
  const held = person[holder];
  if (held === undefined) return;
  for (const [name, keys] of Object.entries(targets)) {
    const references = held[name];
    if (references === undefined) continue;
    references.splice(keys.length);
    for (const [at, key] of random.shuffled(keys).slice(0, references.length).entries()) (references[at] as Reference).key = key;
    if (references.length === 0) delete held[name];
  }
  if (Object.keys(held).length === 0) delete person[holder];
}
