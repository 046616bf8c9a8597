import type { GroupKind } from '../../model/roster/roster.js';
import type { AskedGroups } from '../../model/roster/roster-questions.js';

const PUPIL = 'leerlinggegevens/leerlingen/leerling';
const TEACHER = 'leerlinggegevens/leerkrachten/leerkracht';

/** Where it is said who is in which group, per kind of group, of pupils and of staff. */
const REFERENCES = {
  learners: { base: `${PUPIL}/groep`, combined: `${PUPIL}/samengestelde_groepen/samengestelde_groep` },
  teachers: { base: `${TEACHER}/groepen/groep`, combined: `${TEACHER}/groepen/samengestelde_groep` },
} as const;

/**
 * The groups that a question may name: who may not be told in which group somebody is cannot find out by asking for the people of a
 * group. `refused` counts those that are left out.
 */
export function askableGroups(
  { groep = [], samengestelde_groep: combined = [] }: AskedGroups,
  who: keyof typeof REFERENCES,
  fields: ReadonlySet<string>,
): { readonly groups: AskedGroups; readonly refused: number } {
  const may = (kind: GroupKind) => fields.has(REFERENCES[who][kind]);
  return {
    groups: { groep: may('base') ? groep : [], samengestelde_groep: may('combined') ? combined : [] },
    refused: (may('base') ? 0 : groep.length) + (may('combined') ? 0 : combined.length),
  };
}
