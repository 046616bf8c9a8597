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
  const before = new Map<string, Membership>();
  for (const one of stored) if (one.until === undefined) before.set(nameOf(one), one);
  const still = new Set<string>();
  const joined = new Map<string, Member>();
  for (const member of membersOf(roster)) {
    const name = nameOf(member);
    if (before.has(name)) still.add(name);
    else joined.set(name, member);
  }
  const parted = still.size === before.size ? [] : [...before].filter(([name]) => !still.has(name));
  return { joined: [...joined.values()], parted: parted.map(([, { group, memberKind, member }]) => ({ group, memberKind, member })) };
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

function nameOf({ group, memberKind, member }: Member): string {
  return `${memberKind} ${member} ${group}`;
}
