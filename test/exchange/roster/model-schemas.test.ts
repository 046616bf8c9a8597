import { describe, expect, test } from '@jest/globals';
import type { Group, Learner, Membership, Teacher } from '../../../src/model/roster/roster.js';
import { openObjects, pathsIn, propertiesOf, schemaOf, validatorOf } from '../../model/support/model-schemas.js';
import { FULL_ROSTER } from './support/invented-roster.js';
import { KeptRoster } from './support/kept-roster.js';

const kept = new KeptRoster();
kept.sync(FULL_ROSTER);
const { groups, learners, teachers } = kept.open();

/** Everything that each type can have: a property that is added to the type has to be added here. */
const FULL = {
  group: groups[0] as Required<Group>,
  learner: learners[0] as Required<Learner>,
  teacher: teachers[0] as Required<Teacher>,
  membership: { ...(kept.memberships[0] as Membership), until: '2027-01-01T00:00:00.000Z' } satisfies Required<Membership>,
} as const;

function errorsOf(name: keyof typeof FULL, value: unknown): string[] {
  const validate = validatorOf(name);
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each(Object.keys(FULL) as (keyof typeof FULL)[])('the schema of %s', (name) => {
  const full = FULL[name];

  test('takes a full one', () => {
    expect(errorsOf(name, full)).toEqual([]);
  });

  test('has no property that a full one lacks, and the other way round', () => {
    expect([...new Set(propertiesOf(schemaOf(name)))].sort()).toEqual([...new Set(pathsIn(full))].sort());
  });

  test('takes no property that it does not know, at any depth', () => {
    expect(openObjects(schemaOf(name))).toEqual([]);
    expect(errorsOf(name, { ...full, name2: 'x' })).toEqual([' must NOT have additional properties']);
  });

  test('misses what must be there', () => {
    const required = schemaOf(name)['required'] as readonly string[];
    const missing = required.filter((property) => {
      const { [property]: _, ...rest } = full as unknown as Record<string, unknown>;
      return errorsOf(name, rest).length === 0;
    });
    expect(missing).toEqual([]);
  });

  test('has no place for what is never kept', () => {
    const never = /bsn|sofi|onderwijsnummer|ethnic|etnic|country|land|weight|gewicht|post(al)?code|photo|foto|addition|toevoeging/i;
    expect(propertiesOf(schemaOf(name)).filter((path) => never.test(path))).toEqual([]);
  });
});

test('somebody of whom little is known fits too', () => {
  expect(errorsOf('learner', { id: 'x', name: {}, combinedGroups: [] })).toEqual([]);
  expect(errorsOf('teacher', { id: 'x', name: {}, groups: [] })).toEqual([]);
  expect(errorsOf('group', { id: 'x', kind: 'combined', key: 'nep', name: 'Nep' })).toEqual([]);
});
