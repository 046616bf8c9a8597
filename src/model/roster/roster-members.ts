import type { Group, GroupKind, Learner, Teacher } from './roster.js';
import type { AskedGroups } from './roster-questions.js';

/** Who is meant by the groups of a question. */
export interface Members {
  hasLearner(learner: Learner): boolean;
  hasTeacher(teacher: Teacher): boolean;
  /** How many of the groups that are asked for do not exist. */
  readonly unknown: number;
}

export const EVERYBODY: Members = { hasLearner: () => true, hasTeacher: () => true, unknown: 0 };

/** Members of any of these groups. A group without a key stands for those who are in no group of its kind (spec, section a.5). */
export function membersOf(asked: AskedGroups, groups: readonly Group[]): Members {
  const ids = new Map(groups.map(({ kind, key, id }) => [`${kind} ${key}`, id]));
  const kinds = new Map(groups.map(({ kind, id }) => [id, kind]));
  const wanted = new Set<string>();
  const without = new Set<GroupKind>();
  let unknown = 0;
  const take = (kind: GroupKind, list: readonly { readonly key?: string }[] = []) => {
    for (const { key } of list) {
      if (key === undefined) {
        without.add(kind);
        continue;
      }
      const id = ids.get(`${kind} ${key.trim()}`);
      if (id === undefined) unknown += 1;
      else wanted.add(id);
    }
  };
  take('base', asked.groep);
  take('combined', asked.samengestelde_groep);
  return {
    unknown,
    hasLearner: ({ group, combinedGroups }) =>
      (group !== undefined && wanted.has(group)) ||
      combinedGroups.some((id) => wanted.has(id)) ||
      (without.has('base') && group === undefined) ||
      (without.has('combined') && combinedGroups.length === 0),
    hasTeacher: (teacher) =>
      teacher.groups.some(({ group }) => wanted.has(group)) ||
      [...without].some((kind) => !teacher.groups.some(({ group }) => kinds.get(group) === kind)),
  };
}
