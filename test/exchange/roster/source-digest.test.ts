import { expect, test } from '@jest/globals';
import { sourceDigest } from '../../../src/exchange/roster/source-digest.js';
import type { IncomingRoster } from '../../../src/model/roster/roster.js';
import { SchoolKey } from '../../../src/privacy/keys/seal.js';
import { FULL_LEARNER, FULL_ROSTER, learner } from './support/invented-roster.js';
import { SCHOOL_KEY } from './support/kept-roster.js';

const ROSTER: IncomingRoster = {
  ...FULL_ROSTER,
  learners: [FULL_LEARNER, ...Array.from({ length: 100 }, (_, at) => learner({ key: `nep-${at}` }))],
};
const digest = (roster: IncomingRoster) => sourceDigest(roster, SCHOOL_KEY);

test('what a source says has one digest, whenever it was said, and another under another key', () => {
  const later = { ...structuredClone(ROSTER), origin: { ...ROSTER.origin, createdAt: '2030-01-01T00:00:00Z' } };
  expect(digest(later)).toBe(digest(ROSTER));
  expect(sourceDigest(ROSTER, new SchoolKey(Buffer.alloc(32, 8)))).not.toBe(digest(ROSTER));
});

test('whatever is otherwise about anybody gives another digest', () => {
  const { groups, learners, teachers } = ROSTER;
  const changed = (at: number, edit: object) => learners.map((one, index) => (index === at ? { ...one, ...edit } : one));
  const others: IncomingRoster[] = [
    { ...ROSTER, groups: groups.slice(1) },
    { ...ROSTER, learners: changed(0, { birthDate: '2011-11-11' }) },
    { ...ROSTER, learners: changed(100, { name: { call: 'Anders' } }) },
    { ...ROSTER, learners: learners.slice(0, -1) },
    { ...ROSTER, learners: [...learners].reverse() },
    { ...ROSTER, teachers: [] },
    { ...ROSTER, teachers: teachers.map((one) => ({ ...one, groups: [] })) },
  ];
  expect(new Set([ROSTER, ...others].map(digest)).size).toBe(others.length + 1);
});

test('a roster with a dummy key has no digest: it is of somebody else the next time', () => {
  const { groups, learners, teachers } = ROSTER;
  expect(digest({ ...ROSTER, learners: [...learners, learner({ key: '#1' })] })).toBeUndefined();
  expect(digest({ ...ROSTER, groups: groups.map((group, at) => (at === 0 ? { ...group, key: ' #1' } : group)) })).toBeUndefined();
  expect(digest({ ...ROSTER, teachers: teachers.map((teacher) => ({ ...teacher, key: '#1' })) })).toBeUndefined();
});
