import { supplied } from '../../core/supplied.js';
import type { Group, GroupKind, IncomingRoster, Roster } from '../../model/roster/roster.js';
import { fromEdex, fromLeerlinggegevens, fromLeerlinggegevens1 } from '../../model/roster/roster-from-uwlr.js';
import { type SchoolIdentification, schoolId } from '../../model/school-id.js';
import { rosterData } from '../../uwlr/checks/roster-data.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { leerlinggegevens1, leerlinggegevensAntwoord1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import type { SchoolLocation, SyntheticAdministration } from './synthetic-school.js';

interface Located {
  readonly vestigingen?: { readonly vestiging: readonly { readonly key: string; readonly naam: string }[] };
  readonly leerlingen: {
    readonly leerling: readonly { readonly groep?: { readonly key: string }; readonly vestiging?: { readonly key: string } }[];
  };
}

/**
 * The school of a message with all its pupils that was read without errors: an EDEXML file, or the answer of a LAS. Undefined when the
 * answer has no pupils. Fields that no profile has are not kept; the location of a group is that of its first pupil.
 */
export function schoolOfMessage(root: Root, value: unknown): SyntheticAdministration | undefined {
  const data = rosterData(root, value)?.data;
  if (data === undefined) return undefined;
  const read = [leerlinggegevens1, leerlinggegevensAntwoord1].includes(root as never)
    ? fromLeerlinggegevens1
    : root === edex
      ? fromEdex
      : fromLeerlinggegevens;
  const { vestigingen, leerlingen } = data as unknown as Located;
  const locations = (vestigingen?.vestiging ?? []).map(({ key, naam }): SchoolLocation => ({ key: key.trim(), name: naam }));
  const locationOf: Record<string, string> = {};
  for (const { groep, vestiging } of leerlingen.leerling) {
    if (groep !== undefined && vestiging !== undefined) locationOf[idOf('base', groep.key.trim())] ??= vestiging.key.trim();
  }
  const id = schoolId(data.school as SchoolIdentification);
  return { id, name: `School ${id}`, roster: withIds(read(data as never)), locations, locationOf };
}

/** Keys of base and combined groups may be the same in 1.0. */
function idOf(kind: GroupKind, key: string): string {
  return `${kind} ${key}`;
}

function withIds({ origin, groups, learners, teachers }: IncomingRoster): Roster {
  const known = groups.map((group): Group => ({ id: idOf(group.kind, group.key), ...group }));
  const ids = new Set(known.map(({ id }) => id));
  const there = (kind: GroupKind, keys: readonly string[]) => keys.map((key) => idOf(kind, key)).filter((id) => ids.has(id));
  return {
    origin,
    groups: known,
    learners: learners.map(({ group, combinedGroups, ...learner }, at) => {
      const [base] = there('base', group === undefined ? [] : [group]);
      return {
        id: learner.key ?? learner.eckId ?? `learner ${at}`,
        ...learner,
        ...supplied({ group: base }),
        combinedGroups: there('combined', combinedGroups),
      };
    }),
    teachers: teachers.map(({ groups: inGroups, ...teacher }, at) => ({
      id: teacher.key ?? teacher.eckId ?? `teacher ${at}`,
      ...teacher,
      groups: inGroups.flatMap(({ kind, key, roles }) => there(kind, [key]).map((group) => ({ group, roles }))),
    })),
  };
}
