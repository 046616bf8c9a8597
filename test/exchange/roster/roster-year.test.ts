import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IncomingRoster, Roster } from '../../../src/model/roster/roster.js';
import type { RosterChange } from '../../../src/store/roster-store.js';
import { EditedSchool, type Names, schoolYears } from './support/edited-school.js';
import { KeptRoster, memberName, type Synced } from './support/kept-roster.js';

interface Step extends Synced {
  readonly kept: KeptRoster;
  readonly incoming: IncomingRoster;
  readonly names: ReadonlyMap<number, Names>;
  readonly stamp: string;
}

/** Runs a school through its year, a message after every few edits, and looks after each. */
function everyMessage(look: (step: Step) => void, numRuns = 100): void {
  fc.assert(
    fc.property(schoolYears, (year) => {
      const school = new EditedSchool();
      const kept = new KeptRoster();
      for (const [at, edits] of year.entries()) {
        for (const edit of edits) school.edit(edit);
        const [incoming, stamp] = [school.message(), `bericht ${at}`];
        look({ ...kept.sync(incoming, stamp), kept, incoming, names: school.names(), stamp });
      }
    }),
    { numRuns },
  );
}

const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);

function sorted({ origin, groups, learners, teachers }: Roster): Roster {
  return { origin, groups: groups.toSorted(byId), learners: learners.toSorted(byId), teachers: teachers.toSorted(byId) };
}

test('after every message the store holds what the message said, and nothing else', () => {
  everyMessage(({ kept, identified: { roster } }) => {
    expect(sorted(kept.open())).toEqual(sorted(roster));
    const members = [
      ...roster.learners.flatMap(({ id, group, combinedGroups }) =>
        [...(group === undefined ? [] : [group]), ...combinedGroups].map((one) => `learner ${id} ${one}`),
      ),
      ...roster.teachers.flatMap(({ id, groups }) => groups.map(({ group }) => `teacher ${id} ${group}`)),
    ];
    const current = kept.memberships.filter(({ until }) => until === undefined);
    expect(current.map(memberName).sort()).toEqual(members.sort());
  });
});

test('ids are unique', () => {
  everyMessage(({ identified: { roster } }) => {
    for (const all of [roster.groups, roster.learners, roster.teachers]) expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });
});

test('the same message again changes nothing', () => {
  everyMessage(({ kept, incoming, stamp, identified }) => {
    const again = kept.plan(incoming, stamp);
    expect(again.identified.roster).toEqual(identified.roster);
    const { upserts, left, joined, parted, aliases } = again.change;
    expect({ upserts, left, joined, parted, aliases }).toEqual({ upserts: [], left: [], joined: [], parted: [], aliases: [] });
    expect(again.summary.unchanged).toBe(true);
  });
});

test('a learner stays the same as long as messages share the ECK iD or the key, and a dummy key is no key', () => {
  let same = 0;
  let other = 0;
  let ids = new Map<number, string>();
  let last = new Map<number, Names>();
  everyMessage(({ names, identified: { roster }, stamp }) => {
    if (stamp === 'bericht 0') [ids, last] = [new Map(), new Map()];
    for (const [at, [serial, now]] of [...names].entries()) {
      const id = roster.learners[at]?.id as string;
      const before = last.get(serial);
      if (before !== undefined) {
        const sharesEckId = now.eckId !== undefined && now.eckId === before.eckId;
        const sharesKey = !now.dummy && !before.dummy && now.key !== undefined && now.key === before.key;
        if (sharesEckId || sharesKey) expect(id).toBe(ids.get(serial));
        if (now.dummy && now.eckId === undefined) expect(id).not.toBe(ids.get(serial));
        same += sharesEckId || sharesKey ? 1 : 0;
        other += now.dummy && now.eckId === undefined ? 1 : 0;
      }
      ids.set(serial, id);
      last.set(serial, now);
    }
  }, 250);
  expect([same > 1000, other > 100]).toEqual([true, true]);
});

test('counts add up, and say nothing else', () => {
  everyMessage(({ change, summary, identified: { roster } }) => {
    expect(JSON.stringify(summary)).toMatch(/^[{}":,a-zA-Z0-9]*$/);
    for (const kind of ['learner', 'group', 'teacher'] as const) {
      const { before, after, added, changed, left } = summary[`${kind}s`];
      expect(after).toBe(roster[`${kind}s`].length);
      expect(before + added - left).toBe(after);
      expect(change.upserts.filter((one) => one.kind === kind).length).toBe(added + changed);
      expect(change.left.filter((one) => one.kind === kind).length).toBe(left);
    }
    expect(summary.memberships).toEqual({ joined: change.joined.length, parted: change.parted.length });
  });
});

test('a change shows no value of a pupil, a teacher or a group', () => {
  let looked = 0;
  everyMessage(({ change, incoming }) => {
    const text = everyForm(change);
    const values = valuesIn(incoming);
    expect(values.filter((value) => shows(text, value))).toEqual([]);
    looked += values.length;
  }, 100);
  expect(looked).toBeGreaterThan(1000);
});

/** A change as text, with its bytes in every form in which a value might be read. */
function everyForm(change: RosterChange): string {
  const bytes = change.upserts.map(({ document }) => Buffer.from(document));
  const forms = (['latin1', 'utf8', 'utf16le', 'hex', 'base64'] as const).flatMap((form) => bytes.map((one) => one.toString(form)));
  return [JSON.stringify(change), ...forms].join('\n');
}

/** Base64 of a value inside a longer text begins in one of three places. */
function shows(text: string, value: string): boolean {
  const inBase64 = [0, 1, 2].map((before) =>
    Buffer.from(' '.repeat(before) + value)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : before + 1, -1),
  );
  return [value, Buffer.from(value).toString('hex'), ...inBase64].some((form) => text.includes(form));
}

function valuesIn({ groups, learners, teachers }: IncomingRoster): string[] {
  const people = [...learners, ...teachers].flatMap(({ key, eckId, name }) => [key?.trim(), eckId, name.family, name.call]);
  return [...people, ...groups.flatMap(({ key, name }) => [key, name])].filter((value): value is string => value !== undefined);
}

test('what looks for values in a change finds them in one that is not sealed', () => {
  const document = Buffer.from(JSON.stringify({ name: { call: 'Neproepnaam-1' } }));
  const change = { upserts: [{ document }] } as unknown as RosterChange;
  expect(shows(everyForm(change), 'Neproepnaam-1')).toBe(true);
  for (const form of ['hex', 'base64'] as const) expect(shows(document.toString(form), 'Neproepnaam-1')).toBe(true);
});
