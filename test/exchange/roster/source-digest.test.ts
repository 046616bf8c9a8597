import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { identifyRoster } from '../../../src/exchange/roster/identify-roster.js';
import { planRoster } from '../../../src/exchange/roster/plan-roster.js';
import { sourceDigest } from '../../../src/exchange/roster/source-digest.js';
import type { IncomingRoster } from '../../../src/model/roster/roster.js';
import { SchoolKey } from '../../../src/privacy/keys/seal.js';
import { FULL_LEARNER, FULL_ROSTER, learner } from './support/invented-roster.js';
import { SCHOOL, SCHOOL_KEY } from './support/kept-roster.js';

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

test('what a source is made into is what stores hold of it: with another the digest is another too, so FORM is raised', () => {
  const { roster, aliases } = identifyRoster(FULL_ROSTER, { schoolKey: SCHOOL_KEY, aliases: new Map(), stamp: 'stamp' });
  const at = '2026-09-01T08:00:00.000Z';
  const { change } = planRoster(roster, undefined, { schoolKey: SCHOOL_KEY, school: SCHOOL, version: '2.2', at, aliases, memberships: [] });
  const documents = change.upserts.map(({ kind, id, content, position }) => [kind, id, content, position]);
  const made = createHash('sha256')
    .update(JSON.stringify([documents, change.joined, aliases]))
    .digest('hex');
  expect([digest(FULL_ROSTER), made]).toEqual([
    '215bc2db7723a1808da0d52c172ae28aad956d7887347d5f786fff9c0eb14ebb',
    '45ae90efafba1befc0da36488985b4bad33088e954eaf3fc74dd51d0c7a34b2e',
  ]);
});
