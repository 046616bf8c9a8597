import { describe, expect, test } from '@jest/globals';
import { ROSTER_ROOTS } from '../../src/model/roster/roster-fields.js';
import { pupilFields, unionOf } from '../../src/privacy/fields/pupil-profile.js';
import { UWLR_VERSIONS } from '../../src/uwlr/finding.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { type PrivacyClass, PUPIL_PROFILES, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { leerlinggegevens } from '../../src/uwlr/messages/leerlinggegevens.js';

/** Every field of every pupil-side message in any version, with its classes of personal data. */
function fields(): ReadonlyMap<string, ReadonlySet<PrivacyClass>> {
  const found = new Map<string, Set<PrivacyClass>>();
  const add = (path: string, privacy: PrivacyClass) => found.set(path, (found.get(path) ?? new Set()).add(privacy));
  for (const root of ROSTER_ROOTS) {
    for (const version of versionsOf(root)) {
      for (const { path, privacy, attributes } of compile(root, version).byPath.values()) {
        add(path, privacy);
        for (const [name, attribute] of attributes) add(`${path}/@${name}`, attribute.privacy);
      }
    }
  }
  return found;
}

const grammar = fields();
const cases = UWLR_VERSIONS.flatMap((version) => PUPIL_PROFILES.map((profile) => [profile, version] as const));

/** What is said of people in an all-in-one answer of UWLR 2, by hand: a field that joins these was decided on here. */
const PUPIL = ['@key', 'achternaam', 'voorvoegsel', 'roepnaam', 'jaargroep', 'groep', 'groep/@key'];
const COMBINED = ['samengestelde_groep', 'samengestelde_groep/@key'].map((name) => `samengestelde_groepen/${name}`);
const SAID_OF_PUPILS: Readonly<Record<string, readonly string[]>> = {
  'smalle-set 2.1': ['geboortedatum'],
  'smalle-set 2.2': ['@eckid', 'geboortedatum'],
  'smalle-set 2.3': ['@eckid'],
  'lvs-set 2.1': ['voorletters-1', 'geboortedatum', 'geslacht', 'start_ondw_jgr3', 'bsn_ondwnr-4'],
  'lvs-set 2.2': ['@eckid', 'voorletters-1', 'geboortedatum', 'geslacht', 'start_ondw_jgr3', 'bsn_ondwnr-4'],
  'lvs-set 2.3': ['@eckid', 'geboortedatum', 'geslacht', 'start_ondw_jgr3'],
};
const TEACHER = ['@key', 'achternaam', 'voorvoegsel', 'roepnaam', 'groepen'];
const TEACHER_GROUPS = ['groep', 'samengestelde_groep'].flatMap((name) => ['', '/@key', '/rol'].map((end) => `groepen/${name}${end}`));
const SAID_OF_STAFF: Readonly<Record<string, readonly string[]>> = {
  'smalle-set 2.1': ['emailadres'],
  'smalle-set 2.2': ['@eckid', 'emailadres'],
  'smalle-set 2.3': ['@eckid', 'emailadres'],
  'lvs-set 2.1': [],
  'lvs-set 2.2': ['@eckid'],
  'lvs-set 2.3': ['@eckid'],
};
const SCHOOL = ['schooljaar', 'peildatum', 'brincode', 'dependancecode', 'instellingsnummer', 'schoolkey', 'aanmaakdatum', 'xsdversie'];

/** Names of what no party may ever have, whatever it agreed on. */
const NEVER =
  /^(toevoegingen|blok|code|sofinummer|bsn|onderwijsnummer|rijksregisternummer|postcode.*|postnummer.*|fotourl|etniciteit|land.*|gewicht.*|voornamen|gebruikersnaam|omschrijving|rolomschrijving|auteur|commentaar|vestiging.*|mutatiedatum|ictcoordinator|(in|uit)stroomdatum)$/;

describe.each(cases)('the fields of %s in %s', (profile, version) => {
  const { allowed, withheld } = pupilFields(profile, version);

  test('every field of every pupil-side message is decided on, once', () => {
    expect([...grammar.keys()].filter((path) => allowed.has(path) === withheld.has(path))).toEqual([]);
    expect([...allowed, ...withheld.keys()].filter((path) => !grammar.has(path))).toEqual([]);
  });

  test('nothing special, no free text, and nothing that no set has', () => {
    const special = [...allowed].filter((path) => grammar.get(path)?.has('S') || grammar.get(path)?.has('F'));
    expect(special).toEqual([]);
    expect([...allowed].filter((path) => path.split('/').some((name) => NEVER.test(name)))).toEqual([]);
  });

  test('the full national number is in none, its ending only where the set demands it', () => {
    const numbers = [...allowed]
      .filter((path) => /nummer|bsn/.test(path.split('/').at(-1) as string))
      .map((path) => path.split('/').at(-1));
    const ending = profile === 'lvs-set' && (version === '2.1' || version === '2.2');
    expect(new Set(numbers)).toEqual(new Set([...(version === '1.0' ? [] : ['instellingsnummer']), ...(ending ? ['bsn_ondwnr-4'] : [])]));
  });

  test('no e-mail address, photo or other person than pupils and staff', () => {
    const addresses = [...allowed].filter((path) => path.endsWith('emailadres'));
    expect(addresses.every((path) => path.endsWith('/leerkrachten/leerkracht/emailadres'))).toBe(true);
    expect(addresses.length > 0).toBe(profile === 'smalle-set');
  });

  test('a field has the same fate in whatever message it comes', () => {
    const fates = new Map<string, boolean>();
    for (const { path } of compile(leerlinggegevens, '2.3').byPath.values()) {
      for (const root of ['EDEX', 'leerlinggegevens-leerlingen', 'leerlinggegevens_antwoord/leerlinggegevens']) {
        const there = path.replace('leerlinggegevens', root);
        if (grammar.has(there)) fates.set(`${path} in ${root}`, allowed.has(there) === allowed.has(path));
      }
    }
    expect([...fates].filter(([, same]) => !same)).toEqual([]);
    expect(fates.size).toBeGreaterThan(100);
  });

  if (version !== '1.0') {
    const name = `${profile} ${version}`;

    test('of pupils, staff and school exactly what was decided', () => {
      const inGrammar = new Set(
        [...compile(leerlinggegevens, version).byPath.values()].flatMap(({ path, attributes }) => [
          path,
          ...[...attributes.keys()].map((key) => `${path}/@${key}`),
        ]),
      );
      const below = (path: string) =>
        [...allowed]
          .filter((one) => inGrammar.has(one) && one.startsWith(`${path}/`))
          .map((one) => one.slice(path.length + 1))
          .sort();
      const sorted = (...lists: readonly (readonly string[] | undefined)[]) => lists.flatMap((list) => list ?? []).sort();
      expect(below('leerlinggegevens/leerlingen/leerling')).toEqual(
        sorted(PUPIL, ['samengestelde_groepen'], COMBINED, SAID_OF_PUPILS[name]),
      );
      expect(below('leerlinggegevens/leerkrachten/leerkracht')).toEqual(sorted(TEACHER, TEACHER_GROUPS, SAID_OF_STAFF[name]));
      expect(below('leerlinggegevens/groepen')).toEqual(
        sorted(
          ['groep', 'groep/@key', 'groep/naam', 'groep/jaargroep'],
          ['', '/@key', '/naam'].map((end) => `samengestelde_groep${end}`),
        ),
      );
      expect(below('leerlinggegevens/school')).toEqual(sorted(SCHOOL));
    });
  }
});

test('version 1.0 has the fields that it can say, under its own names', () => {
  const { allowed } = pupilFields('lvs-set', '1.0');
  const pupil = [...allowed]
    .filter((path) => path.startsWith('leerlinggegevens/leerlingen/leerling/'))
    .map((path) => path.split('/').slice(3));
  expect(pupil.map((steps) => steps.join('/')).sort()).toEqual(
    [
      ...PUPIL,
      'voorletters-1',
      'geboortedatum',
      'geslacht',
      'jaargroep/@vocabulaire',
      'jaargroep/@vocabulairelocatie',
      'samengestelde_groepen',
      ...COMBINED,
      'subgroepen',
      'subgroepen/groep',
      'subgroepen/groep/@key',
    ].sort(),
  );
  expect(allowed.has('leerlinggegevens/groepen/groep/kenmerken/kenmerk')).toBe(true);
  expect(allowed.has('leerlinggegevens/subgroepen/subgroep/kenmerken')).toBe(false);
});

describe('of several parties', () => {
  const smalle = pupilFields('smalle-set', '2.3');
  const lvs = pupilFields('lvs-set', '2.2');

  test('may be kept what any of them may have', () => {
    const union = unionOf([smalle, lvs]);
    expect(union.allowed).toEqual(new Set([...smalle.allowed, ...lvs.allowed]));
    expect([...union.withheld.keys()].filter((path) => union.allowed.has(path))).toEqual([]);
    expect(union.allowed.size + union.withheld.size).toBe(grammar.size);
    expect(union.name).toBe('smalle-set 2.3 + lvs-set 2.2');
  });

  test('of none, nothing', () => {
    expect(unionOf([]).allowed.size).toBe(0);
  });
});
