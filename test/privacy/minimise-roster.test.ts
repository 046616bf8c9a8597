import { describe, expect, test } from '@jest/globals';
import { ROSTER_ROOTS } from '../../src/model/roster/roster-fields.js';
import { pupilFields, unionOf } from '../../src/privacy/fields/pupil-profile.js';
import { minimiseRoster } from '../../src/privacy/minimise/minimise-roster.js';
import { generateMessage } from '../../src/synthetic/messages/generate-message.js';
import { Random } from '../../src/synthetic/messages/random.js';
import { compile } from '../../src/uwlr/grammar/compile.js';
import { PUPIL_PROFILES, versionsOf } from '../../src/uwlr/grammar/grammar.js';
import { edex } from '../../src/uwlr/messages/edexml-file.js';
import { leerlinggegevens } from '../../src/uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../src/uwlr/messages/v1/leerlinggegevens.js';
import { pathsIn } from '../model/support/rosters.js';
import { extensions } from '../support/judges.js';

const school = { schooljaar: '2026-2027', brincode: '99AB', auteur: 'Nep Persoon', xsdversie: '2.2', commentaar: 'nep' };

test('takes out what the set does not have, and counts it by path', () => {
  const leerling = { key: 'nep-1', roepnaam: 'Nepnaam', bsn: '000000000', geslacht: '1', emailadres: 'nep@voorbeeld.example' };
  const { value, strips } = minimiseRoster(
    leerlinggegevens,
    '2.2',
    { school, leerlingen: { leerling: [leerling, { ...leerling, key: 'nep-2' }] } },
    pupilFields('smalle-set', '2.2'),
  );
  const { auteur: _, commentaar: __, ...kept } = school;
  const pupil = (key: string) => ({ key, roepnaam: 'Nepnaam' });
  expect(value).toEqual({ school: kept, leerlingen: { leerling: [pupil('nep-1'), pupil('nep-2')] } });
  const rule = 'not-in-profile';
  expect(strips).toEqual([
    { path: 'leerlinggegevens/leerlingen/leerling/bsn', rule, count: 2 },
    { path: 'leerlinggegevens/leerlingen/leerling/emailadres', rule, count: 2 },
    { path: 'leerlinggegevens/leerlingen/leerling/geslacht', rule, count: 2 },
    { path: 'leerlinggegevens/school/auteur', rule, count: 1 },
    { path: 'leerlinggegevens/school/commentaar', rule, count: 1 },
  ]);
});

test('keeps of a source in 1.0 what a party in 2.2 may have', () => {
  const { value, strips } = minimiseRoster(
    leerlinggegevens1,
    '1.0',
    {
      school: { ...school, xsdversie: '1.0', aanmaakdatum: '2026-09-01T08:00:00+02:00' },
      subgroepen: { subgroep: [{ key: 's', naam: 'Nepgroep', omschrijving: 'nep' }] },
      leerlingen: {
        leerling: [
          {
            key: 'nep-1',
            roepnaam: 'Nepnaam',
            geboortedatum: '2016-03-04',
            jaargroep: { value: '6' },
            fotourl: 'https://voorbeeld.example/nep',
            subgroepen: { groep: [{ key: 's' }] },
          },
        ],
      },
      leerkrachten: { leerkracht: [{ key: 'nep-l', roepnaam: 'Nepjuf', ictcoordinator: 'J' }] },
    },
    pupilFields('lvs-set', '2.2'),
  );
  expect(value.leerlingen.leerling).toEqual([
    { key: 'nep-1', roepnaam: 'Nepnaam', geboortedatum: '2016-03-04', jaargroep: { value: '6' }, subgroepen: { groep: [{ key: 's' }] } },
  ]);
  expect(value.subgroepen).toEqual({ subgroep: [{ key: 's', naam: 'Nepgroep' }] });
  expect(value.leerkrachten).toEqual({ leerkracht: [{ key: 'nep-l', roepnaam: 'Nepjuf' }] });
  expect(strips.map(({ path }) => path.split('/').at(-1))).toEqual(['ictcoordinator', 'fotourl', 'auteur', 'commentaar', 'omschrijving']);
});

test('for nobody nothing is kept', () => {
  const message = { school: { ...school, xsdversie: '2.1' }, leerlingen: { leerling: [{ key: 'nep-1', roepnaam: 'Nepnaam' }] } };
  expect(minimiseRoster(edex, '2.2', message, unionOf([])).value).toEqual({});
});

describe.each(ROSTER_ROOTS.map((root) => [`${root.element.name} ${versionsOf(root)}`, root] as const))('%s', (_, root) => {
  test('whatever comes in, only what the set has is left', () => {
    let stripped = 0;
    for (const version of versionsOf(root)) {
      const { byPath } = compile(root, version);
      const attributes = (path: string) => new Set(byPath.get(path)?.attributes.keys() ?? []);
      for (let seed = 0; seed < 20; seed += 1) {
        const message = generateMessage(root, version, new Random(seed), { extensions });
        for (const profile of PUPIL_PROFILES) {
          const fields = pupilFields(profile, version);
          const { value, strips } = minimiseRoster(root, version, message, fields);
          expect([...pathsIn(value, root.element.name, attributes)].filter((path) => !fields.allowed.has(path))).toEqual([]);
          for (const { path } of strips) expect(fields.withheld.has(path)).toBe(true);
          stripped += strips.length;
        }
      }
    }
    expect(stripped).toBeGreaterThan(0);
  });
});
