import type { IncomingRoster, Roster } from '../../../src/model/roster/roster.js';
import { wholeProfile } from '../../../src/model/roster/roster-fields.js';
import { RosterWriter } from '../../../src/model/roster/roster-to-uwlr.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import type { PupilProfile } from '../../../src/uwlr/grammar/grammar.js';

/** Everything with a plain id, in place of the pseudonyms that a gateway would give. */
export function withIds({ origin, groups, learners, teachers }: IncomingRoster): Roster {
  return {
    origin,
    groups: groups.map((group) => ({ ...group, id: `${group.kind} ${group.key}` })),
    learners: learners.map(({ group, ...learner }, at) => ({
      ...learner,
      id: `learner ${at}`,
      ...(group === undefined ? {} : { group: `base ${group}` }),
      combinedGroups: learner.combinedGroups.map((key) => `combined ${key}`),
    })),
    teachers: teachers.map((teacher, at) => ({
      ...teacher,
      id: `teacher ${at}`,
      groups: teacher.groups.map(({ kind, key, roles }) => ({ group: `${kind} ${key}`, roles })),
    })),
  };
}

export const MADE_AT = '2026-09-02T10:00:00+02:00';

/** A whole answer as a writer says it. */
export function say(roster: Roster, version: UwlrVersion, profile: PupilProfile, schoolId = '99AB') {
  const writer = new RosterWriter({
    version,
    fields: wholeProfile(profile),
    groups: new Map(roster.groups.map((group) => [group.id, group])),
  });
  const teachers = roster.teachers.map((teacher) => writer.teacher(teacher));
  const leerlinggegevens = {
    school: writer.school(roster.origin, schoolId, MADE_AT, version),
    ...writer.groups(roster.groups),
    leerlingen: { leerling: roster.learners.map((learner) => writer.learner(learner)) },
    ...(teachers.length === 0 ? {} : { leerkrachten: { leerkracht: teachers } }),
  };
  return { root: writer.root, message: { leerlinggegevens }, losses: writer.losses.list(), problems: writer.problems };
}

/** Paths of all that a value holds, attributes as the grammar has them. */
export function pathsIn(value: unknown, path: string, attributes: (path: string) => ReadonlySet<string>): Set<string> {
  const found = new Set([path]);
  if (Array.isArray(value)) for (const item of value) for (const below of pathsIn(item, path, attributes)) found.add(below);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, field] of Object.entries(value)) {
      if (name === 'value' || field === undefined) continue;
      const below = attributes(path).has(name) ? `${path}/@${name}` : `${path}/${name}`;
      for (const one of pathsIn(field, below, attributes)) found.add(one);
    }
  }
  return found;
}
