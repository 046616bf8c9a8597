import type { GroupKind, Roster } from '../model/roster.js';

/** Groups as a question names them: by key, or without one for those who are in none of the kind (UWLR, getrapt). */
export interface AskedParts {
  readonly groep?: readonly { readonly key?: string }[];
  readonly samengestelde_groep?: readonly { readonly key?: string }[];
}

/** The part of a school that is in any of these groups. */
export function membersIn(roster: Roster, { groep = [], samengestelde_groep = [] }: AskedParts): Pick<Roster, 'learners' | 'teachers'> {
  const wanted = (kind: GroupKind, keys: AskedParts['groep'] = []) => ({
    kind,
    keys: new Set(keys.flatMap(({ key }) => (key === undefined ? [] : [key]))),
    none: keys.some(({ key }) => key === undefined),
  });
  const parts = [wanted('base', groep), wanted('combined', samengestelde_groep)];
  const groups = new Map(roster.groups.map((group) => [group.id, group]));
  const isAsked = (ids: readonly string[]) =>
    parts.some(({ kind, keys, none }) => {
      const own = ids.flatMap((id) => groups.get(id) ?? []).filter((group) => group.kind === kind);
      return own.length === 0 ? none : own.some(({ key }) => keys.has(key));
    });
  return {
    learners: roster.learners.filter(({ group, combinedGroups }) => isAsked([...(group === undefined ? [] : [group]), ...combinedGroups])),
    teachers: roster.teachers.filter((teacher) => isAsked(teacher.groups.map(({ group }) => group))),
  };
}
