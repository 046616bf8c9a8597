import type { Membership, Roster } from '../../model/roster/roster.js';
import type { RosterChange } from '../../store/roster-store.js';

type Member = RosterChange['joined'][number];

/**
 * Who comes into a group and who goes, from what a roster says and the memberships as they are stored. Those of learners, teachers
 * and groups that left are among the parted. Being named in a group twice is being in it once.
 */
export function planMemberships(
  roster: Roster,
  stored: readonly Membership[],
): { readonly joined: readonly Member[]; readonly parted: readonly Member[] } {
  const before = byName(stored.filter(({ until }) => until === undefined));
  const after = byName(membersOf(roster));
  return { joined: missingIn(before, after), parted: missingIn(after, before) };
}

function* membersOf({ learners, teachers }: Roster): Generator<Member> {
  for (const { id, group, combinedGroups } of learners) {
    if (group !== undefined) yield { group, memberKind: 'learner', member: id };
    for (const combined of combinedGroups) yield { group: combined, memberKind: 'learner', member: id };
  }
  for (const { id, groups } of teachers) {
    for (const { group } of groups) yield { group, memberKind: 'teacher', member: id };
  }
}

function byName(members: Iterable<Member>): ReadonlyMap<string, Member> {
  const named = new Map<string, Member>();
  for (const { group, memberKind, member } of members) named.set(`${memberKind} ${member} ${group}`, { group, memberKind, member });
  return named;
}

function missingIn(one: ReadonlyMap<string, Member>, other: ReadonlyMap<string, Member>): Member[] {
  return [...other].filter(([name]) => !one.has(name)).map(([, member]) => member);
}
