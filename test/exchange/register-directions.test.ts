import { describe, expect, test } from '@jest/globals';
import type { Agreement, Party, School } from '../../src/directory/directory.js';
import { parentsPage } from '../../src/pages/register/parents-page.js';
import { registerPage } from '../../src/pages/register/register-page.js';
import { CLASS_TERMS, DATA_CLASSES, type Terms } from '../../src/privacy/data-class.js';
import { type Direction, processingRegister } from '../../src/register/processing-register.js';
import { directoryOf } from '../support/directory-of.js';

const FROM = '2026-01-01T00:00:00.000Z';
const SCHOOL: School = { id: '99XX', name: 'De Verzonnen School', createdAt: FROM };
const TERMS = Object.fromEntries(DATA_CLASSES.map((name) => [name, CLASS_TERMS[name].days])) as Terms;

type Made = Pick<Agreement, 'exchanges'> & Partial<Agreement>;

function registerWith(role: Party['role'], ...made: readonly Made[]) {
  const party: Party = {
    klantcode: 'PARTIJ',
    klantnaam: 'Verzonnen Partij',
    name: 'Verzonnen Partij',
    role,
    policy: 'strict',
    acceptStale: false,
    knownLearnersOnly: false,
    createdAt: FROM,
  };
  const agreements = made.map(
    (one, at): Agreement => ({
      id: `a${at}`,
      school: '99XX',
      party: 'PARTIJ',
      profile: 'lvs-set',
      purpose: 'Oefenen',
      from: FROM,
      infourl: { keep: 'none' },
      ...one,
    }),
  );
  const sources = { at: '2026-06-01T00:00:00.000Z', terms: TERMS, activity: { exchanges: [], disclosures: [] } };
  return processingRegister(directoryOf({ schools: [SCHOOL], parties: [party], agreements }), SCHOOL, sources);
}

/** What stands under the two headings of the parents' page: what goes to others, and what comes in. */
function underHeadings(role: Party['role'], made: Made): Record<Direction, string> {
  const page = parentsPage(registerWith(role, made), undefined).replace(/\s+/g, ' ');
  const [, to = '', from = ''] = /Wie krijgt gegevens(.*)Waar komen gegevens(.*)Hoe lang bewaart/.exec(page) ?? [];
  return { 'to-party': to, 'from-party': from };
}

describe('the parents page says which way data go', () => {
  test.each<[string, Party['role'], Made, Direction[]]>([
    ['an administration that pupils come from', 'las', { exchanges: ['leerlinggegevens'] }, ['from-party']],
    ['an administration that gets results', 'las', { exchanges: ['leerresultaten'] }, ['to-party']],
    ['a vendor that gets pupils', 'ea', { exchanges: ['leerlinggegevens'] }, ['to-party']],
    ['a vendor that delivers results', 'ea', { exchanges: ['leerresultaten'] }, ['from-party']],
    ['a vendor that does both', 'ea', { exchanges: ['leerlinggegevens', 'leerresultaten'] }, ['to-party', 'from-party']],
    ['a webhook, Edu-V or file target', 'client', { exchanges: ['leerresultaten'] }, ['to-party']],
    ['a client that reads', 'client', { exchanges: ['rest'], scopes: ['results:read', 'learners:read'] }, ['to-party']],
    ['a client that only posts results', 'client', { exchanges: ['rest'], scopes: ['results:write'] }, ['from-party']],
    [
      'a client that reads and posts',
      'client',
      { exchanges: ['rest'], scopes: ['results:read', 'results:write'] },
      ['to-party', 'from-party'],
    ],
    [
      'a client that sees no child',
      'client',
      {
        exchanges: ['rest'],
        scopes: ['audit:read', 'exchanges:read', 'assessments:read', 'groups:read', 'teachers:read', 'teachers:identities'],
      },
      [],
    ],
    ['a client with a scope for nothing', 'client', { exchanges: ['rest'], scopes: [] }, []],
  ])('%s', (_, role, made, directions) => {
    const headings = underHeadings(role, made);
    const named = (Object.keys(headings) as Direction[]).filter((direction) => headings[direction].includes('Verzonnen Partij'));
    expect(named).toEqual(directions);
    expect(headings['to-party'].includes('krijgt niemand')).toBe(!directions.includes('to-party'));
    expect(headings['from-party'].includes('komen er nergens')).toBe(!directions.includes('from-party'));
  });

  test('of a client that posts, it says what comes in; of one that reads, what it may read', () => {
    const both = underHeadings('client', { exchanges: ['rest'], scopes: ['results:read', 'results:write'] });
    expect(both['to-party']).toContain('resultaten van toetsen, onder een code in plaats van een naam');
    expect(both['to-party']).not.toContain('aanleveren');
    expect(both['from-party']).toMatch(/<li>de score<\/li>/);
    expect(both['from-party']).not.toContain('onder een code in plaats van een naam');
  });
});

describe('the register', () => {
  test('counts the groups that a pupil or a teacher is in among the personal data', () => {
    const fields = registerWith('ea', { exchanges: ['leerlinggegevens'] }).entries[0]?.exchanges[0]?.fields ?? [];
    const groups = fields.filter(({ name }) => /^leer(?:ling|kracht)\/.*groep$/.test(name));
    expect(groups.map(({ name, privacy }) => `${name} ${privacy}`)).toEqual([
      'leerling/jaargroep C',
      'leerling/groep C',
      'leerling/samengestelde_groepen/samengestelde_groep C',
      'leerkracht/groepen/groep C',
      'leerkracht/groepen/samengestelde_groep C',
    ]);
  });
});

describe('agreements under which nothing goes', () => {
  test('of two that overlap, as earlier versions allowed, parents read the one that counts, and the register says which does not', () => {
    const both = registerWith(
      'ea',
      { exchanges: ['leerlinggegevens', 'leerresultaten'], purpose: 'Ruim' },
      { exchanges: ['leerresultaten'], purpose: 'Beperkt', from: '2026-02-01T00:00:00.000Z' },
    );
    const [, to = '', from = ''] = /Wie krijgt(.*)Waar komen(.*)Hoe lang bewaart/s.exec(parentsPage(both, undefined)) ?? [];
    expect([to.includes('Ruim'), from.includes('Ruim'), from.includes('Beperkt')]).toEqual([true, false, true]);
    const yielding = both.entries.flatMap(({ purpose, exchanges }) => exchanges.map(({ kind, yields }) => [purpose, kind, yields]));
    expect(yielding).toEqual([
      ['Beperkt', 'leerresultaten', undefined],
      ['Ruim', 'leerlinggegevens', undefined],
      ['Ruim', 'leerresultaten', true],
    ]);
    expect(registerPage(both).match(/een andere overeenkomst met deze partij gaat voor/g)).toHaveLength(1);
  });

  test('one that was replaced before it began is not called an earlier one, with an end before its beginning', () => {
    const never = registerWith('ea', {
      exchanges: ['leerresultaten'],
      from: '2026-09-01T00:00:00.000Z',
      endedAt: '2026-05-01T00:00:00.000Z',
    });
    expect(never.entries[0]?.state).toBe('never');
    expect(parentsPage(never, undefined)).not.toContain('Verzonnen Partij');
    expect(registerPage(never)).toContain('Nooit van kracht geweest');
  });
});
