import { describe, expect, test } from '@jest/globals';
import { DUTCH_FAMILY_NAMES, FOREIGN_FAMILY_NAMES } from '../../src/synthetic/names/family-names.js';
import { isSyntheticSchool } from '../../src/synthetic/school/is-synthetic-school.js';
import { syntheticSchool } from '../../src/synthetic/school/synthetic-school.js';

describe('a school that cannot exist', () => {
  test.each(['99XX', '99AA', '99ZZ', '99XX-01', 'schoolkey:verzonnen-1'])('is %s', (id) => {
    expect(isSyntheticSchool(id)).toBe(true);
  });

  test.each(['98ZZ', '00AA', '31ZZ-99', 'schoolkey:99XX', 'schoolkey:basisschool', '99xx', '99XXX', ''])('is not %j', (id) => {
    expect(isSyntheticSchool(id)).toBe(false);
  });
});

describe.each(['po', 'vo'] as const)('an invented school (%s)', (shape) => {
  const school = syntheticSchool({ brin: '99XX', learners: 480, shape });
  const { learners, groups, teachers } = school.roster;
  const base = groups.filter(({ kind }) => kind === 'base');

  test('has every year group, in groups of the usual size', () => {
    const years = shape === 'po' ? [...'12345678'] : ['11', '12', '13', '14', '15', '16'];
    expect([...new Set(learners.map(({ yearGroup }) => yearGroup))].sort()).toEqual(years);
    const sizes = base.map(({ id }) => learners.filter(({ group }) => group === id).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(28);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(15);
  });

  test('has pupils of the right age', () => {
    for (const { birthDate = '', yearGroup } of learners) {
      const age = (Date.parse('2026-10-01') - Date.parse(birthDate)) / (365.25 * 86_400_000);
      const expected = Number(yearGroup) + (shape === 'po' ? 3 : 1);
      expect(Math.abs(age - expected - 0.5)).toBeLessThan(0.52);
    }
  });

  test('names groups and locations apart, and puts every base group in a location', () => {
    expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
    expect(school.locations).toHaveLength(2);
    expect(new Set(base.map(({ id }) => school.locationOf[id]))).toEqual(new Set(school.locations.map(({ key }) => key)));
  });

  test('names people as NEN 1888 has it, with surnames of the list alone', () => {
    const known = new Set([...DUTCH_FAMILY_NAMES, ...FOREIGN_FAMILY_NAMES]);
    for (const { name } of [...learners, ...teachers]) {
      expect((name.family as string).split('-').every((part) => known.has(part))).toBe(true);
      expect(name.initials).toMatch(/^[A-Z]{1,3}$/);
      expect(`${name.prefix ?? 'van'}|${name.call}`).toMatch(/^\S(?:(?! {2}).){0,9}\|\S+$/);
      expect(name.prefix).not.toBe('');
    }
    expect(learners.some(({ name }) => name.prefix !== undefined)).toBe(true);
    expect(learners.some(({ name }) => /[^ -~]/.test(`${name.call}${name.family}`))).toBe(true);
    expect(new Set(learners.map(({ name }) => `${name.call} ${name.family}`)).size).toBeGreaterThan(470);
  });
});

test('a small primary school has groups of several years, whose pupils each have their own', () => {
  const { groups, learners } = syntheticSchool({ brin: '99XX', learners: 60, groups: 3 }).roster;
  expect(groups.filter(({ kind }) => kind === 'base').map(({ name, yearGroup }) => `${name} ${yearGroup}`)).toEqual([
    'Groep 1-2a C',
    'Groep 3-4-5a C',
    'Groep 6-7-8a C',
  ]);
  expect(new Set(learners.map(({ yearGroup }) => yearGroup)).size).toBe(8);
});
