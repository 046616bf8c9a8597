import type { ConformanceTest } from '../../../conformance-test.js';
import { keyOf } from '../../../file/pupils/pupil-data.js';
import { attributeOf, child, childrenOf, type XmlNode } from '../../../reader/xml-node.js';
import { notApplicable, type Outcome, skip } from '../../../verdict.js';
import type { LasSubject } from '../../las-subject.js';
import { dataIn, lookAtEach, ofUsualAnswer, onceAnswered, type Seen } from '../looking.js';

/** Pupils, staff and groups: keys over several answers, and how the handbook wants names and codes. */
export const PEOPLE_TESTS: readonly ConformanceTest<LasSubject>[] = [
  onceAnswered(
    {
      id: 'las/pupils/key-kept',
      requirement: 'LAS-PUPILS-50',
      en: 'Pupils have the same key in the next answer',
      nl: 'Leerlingen hebben in het volgende antwoord dezelfde sleutel',
    },
    async (las) => keptBetween(dataIn(await las.pupils()), dataIn(await las.again()), { known: 'eckid', kept: 'key' }),
  ),
  onceAnswered(
    {
      id: 'las/pupils/eckid-kept',
      requirement: 'LAS-PUPILS-65',
      versions: ['2.2', '2.3'],
      en: 'Pupils have the same ECK iD in the next answer',
      nl: 'Leerlingen hebben in het volgende antwoord hetzelfde ECK iD',
    },
    async (las) => keptBetween(dataIn(await las.pupils()), dataIn(await las.again()), { known: 'key', kept: 'eckid' }),
  ),
  onceAnswered(
    {
      id: 'las/pupils/key-kept-over-years',
      requirement: 'LAS-PUPILS-51',
      level: 'full',
      en: 'Pupils keep their key from the year before',
      nl: 'Leerlingen houden hun sleutel van het jaar ervoor',
    },
    async (las) => keptBetween(dataIn(await yearBefore(las)), dataIn(await las.pupils()), { known: 'eckid', kept: 'key' }),
  ),
  onceAnswered(
    {
      id: 'las/pupils/groups-of-one-year',
      requirement: 'LAS-PUPILS-53',
      level: 'full',
      en: 'No group of the year before is in the data of this year',
      nl: 'Geen groep van het jaar ervoor staat in de gegevens van dit jaar',
    },
    async (las) => {
      const [before, usual] = [dataIn(await yearBefore(las)), dataIn(await las.pupils())];
      if (before === undefined || usual === undefined) return notApplicable('the LAS gives no data of the school year before');
      const known = new Set(groupsOf(before).map(keyOf));
      return lookAtEach(usual, {
        nodes: groupsOf(usual),
        name: 'groups',
        expected: 'a key that no group of the year before has',
        rule: 'LAS-PUPILS-53',
        wrong: (group) => (known.has(keyOf(group)) ? 'a key of a group of the year before' : undefined),
      });
    },
  ),
  ofUsualAnswer(
    {
      id: 'las/pupils/year-groups-of-secondary',
      requirement: 'LAS-PUPILS-55',
      en: 'Year groups of a secondary school are 11 to 16',
      nl: 'Jaargroepen van een school voor voortgezet onderwijs zijn 11 tot en met 16',
    },
    (found, { config }) => {
      const isSecondary = config.sector === 'vo' || (config.sector === undefined && /\bvo\b/i.test(config.gegevenssetid ?? ''));
      if (!isSecondary) return notApplicable('the school is not said to be a secondary one (--sector vo)');
      return lookAtEach(found, {
        nodes: [...found.data.pupils, ...found.data.baseGroups].flatMap((one) => childrenOf(one, 'jaargroep')),
        name: 'jaargroep',
        expected: 'not 1 to 8',
        rule: 'LAS-PUPILS-55',
        wrong: ({ text }) => (/^[1-8]$/.test(text.trim()) ? 'a jaargroep of primary education' : undefined),
      });
    },
  ),
  ofNames('las/pupils/double-surnames', 'LAS-PUPILS-56', ['achternaam'], {
    en: 'Surnames of two parts have no spaces around the hyphen',
    nl: 'Dubbele achternamen hebben geen spaties rond het koppelteken',
    expected: 'no space beside a hyphen',
    wrong: (text) => (text.includes(' -') || text.includes('- ') ? 'a space beside a hyphen' : undefined),
  }),
  ofNames('las/pupils/double-roepnaam', 'LAS-PUPILS-57', ['roepnaam'], {
    level: 'full',
    en: 'A roepnaam of two parts is joined by a hyphen',
    nl: 'Een roepnaam van twee delen heeft een koppelteken',
    expected: 'no space',
    wrong: (text) => (text.trim().includes(' ') ? 'a space in it' : undefined),
  }),
  ofNames('las/pupils/surname-length', 'LAS-PUPILS-58', ['achternaam'], {
    level: 'full',
    en: 'Surnames have at most 70 characters',
    nl: 'Achternamen hebben hoogstens 70 tekens',
    expected: 'at most 70 characters',
    wrong: (text) => ([...text].length > 70 ? 'more than 70 characters' : undefined),
  }),
  ofNames('las/pupils/email-length', 'LAS-PUPILS-59', ['emailadres'], {
    level: 'full',
    en: 'E-mail addresses have at most 65 characters before the @',
    nl: 'E-mailadressen hebben hoogstens 65 tekens voor de @',
    expected: 'at most 65 characters before the @',
    wrong: (text) => (text.split('@', 1)[0]!.length > 65 ? 'more than 65 characters before the @' : undefined),
  }),
  ofUsualAnswer(
    {
      id: 'las/pupils/one-environment',
      requirement: 'LAS-PUPILS-64',
      versions: ['2.2', '2.3'],
      en: 'All ECK iDs are of one environment',
      nl: 'Alle ECK iDs komen uit één omgeving',
    },
    (found) => {
      const known = [...found.data.pupils, ...found.data.staff].filter((one) => environmentOf(one) !== undefined);
      const first = known[0] && environmentOf(known[0]);
      return lookAtEach(found, {
        nodes: known,
        name: 'ECK iDs with the form of one',
        expected: 'of one environment',
        rule: 'LAS-PUPILS-64',
        wrong: (one) => (environmentOf(one) === first ? undefined : 'of another environment than the first one'),
      });
    },
  ),
  onceAnswered(
    {
      id: 'las/pupils/eckid-in-2-3',
      requirement: 'LAS-PUPILS-62',
      versions: ['2.3'],
      en: 'Pupils who have an ECK iD in 2.2 have it in 2.3',
      nl: 'Leerlingen die in 2.2 een ECK iD hebben, hebben dat in 2.3 ook',
    },
    async (las) => {
      if (!las.config.versions.includes('2.2')) return notApplicable('the LAS is not said to speak 2.2, so nobody knows who has an ECK iD');
      const [older, found] = [dataIn(await las.inVersion('2.2').pupils()), dataIn(await las.pupils())];
      if (older === undefined || found === undefined) return skip('no pupil data in 2.2 or in 2.3');
      const known = new Set(found.data.pupils.map((pupil) => attributeOf(pupil, 'eckid')));
      return lookAtEach(found, {
        nodes: older.data.pupils.filter((pupil) => attributeOf(pupil, 'eckid') !== undefined),
        name: 'leerling with an ECK iD in 2.2',
        expected: 'found in 2.3 by that ECK iD',
        rule: 'LAS-PUPILS-62',
        wrong: (pupil) => (known.has(attributeOf(pupil, 'eckid')) ? undefined : 'without it in 2.3'),
      });
    },
  ),
];

function yearBefore(las: LasSubject) {
  const start = Number(las.config.schoolYear.slice(0, 4));
  return las.ask('leerlinggegevens_verzoek', { schoolYear: `${start - 1}-${start}` });
}

function groupsOf({ data }: Seen): readonly XmlNode[] {
  return [...data.baseGroups, ...data.combinedGroups];
}

/** Pupils that are known by one attribute in two answers have the same other attribute in both. Dummy keys may change. */
function keptBetween(before: Seen | undefined, after: Seen | undefined, by: { readonly known: string; readonly kept: string }): Outcome {
  if (before === undefined || after === undefined) return notApplicable('there are no two answers with pupil data to compare');
  const { known, kept } = by;
  const [earlier, later] = [before, after].map(({ data }) => valuesOf(data.pupils, known, kept)) as [Values, Values];
  const both = after.data.pupils.filter((pupil) => {
    const id = attributeOf(pupil, known)?.trim();
    return earlier.get(id) !== undefined && later.get(id) !== undefined;
  });
  if (both.length === 0) return notApplicable(`no pupil has ${known} and ${kept} in both answers`);
  return lookAtEach(after, {
    nodes: both,
    name: `leerling known by ${known}`,
    expected: `the same ${kept} in both answers`,
    rule: kept === 'key' ? 'LAS-PUPILS-50' : 'LAS-PUPILS-65',
    wrong: (pupil) =>
      earlier.get(attributeOf(pupil, known)?.trim()) === attributeOf(pupil, kept)?.trim() ? undefined : `another ${kept} than before`,
  });
}

type Values = ReadonlyMap<string | undefined, string | undefined>;

/** One attribute by another, where both are there and neither is a dummy key; undefined for what occurs twice, which tells nobody apart. */
function valuesOf(pupils: readonly XmlNode[], known: string, kept: string): Values {
  const values = new Map<string | undefined, string | undefined>();
  for (const pupil of pupils) {
    const [id, value] = [attributeOf(pupil, known)?.trim(), attributeOf(pupil, kept)?.trim()];
    if (id === undefined || value === undefined || id.startsWith('#') || value.startsWith('#')) continue;
    values.set(id, values.has(id) ? undefined : value);
  }
  return values;
}

interface OfNames {
  readonly level?: 'full';
  readonly en: string;
  readonly nl: string;
  readonly expected: string;
  readonly wrong: (text: string) => string | undefined;
}

/** Of an element of pupils and staff, wherever it is. */
function ofNames(id: string, requirement: string, names: readonly string[], of: OfNames): ConformanceTest<LasSubject> {
  const { level = 'standard', en, nl, expected, wrong } = of;
  return ofUsualAnswer({ id, requirement, level, en, nl }, (found) =>
    lookAtEach(found, {
      nodes: [...found.data.pupils, ...found.data.staff].flatMap((one) => names.flatMap((name) => child(one, name) ?? [])),
      name: names.join(', '),
      expected,
      rule: requirement,
      wrong: ({ text }) => wrong(text),
    }),
  );
}

/** `201703` or `pilot`; undefined when it has not the form of an ECK iD (see UWLR-LG-017). */
function environmentOf(person: XmlNode): string | undefined {
  return /^https:\/\/ketenid\.nl\/(201703|pilot)\//.exec(attributeOf(person, 'eckid') ?? '')?.[1];
}
