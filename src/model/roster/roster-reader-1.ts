import { supplied } from '../../core/supplied.js';
import type { Leerlinggegevens1 } from '../../uwlr/messages/v1/leerlinggegevens.js';
import type { IncomingGroup, IncomingLearner, IncomingTeacher } from './roster.js';
import { nameOf } from './roster-reader.js';
import { genderOf, isYearGroup, type RosterValues, trimmedKey } from './roster-values.js';

type Groep = NonNullable<Leerlinggegevens1['groepen']>['groep'][number];
type Leerling = Leerlinggegevens1['leerlingen']['leerling'][number];
type Leerkracht = NonNullable<Leerlinggegevens1['leerkrachten']>['leerkracht'][number];

const LEERLING = '/leerlinggegevens/leerlingen/leerling';
const LEERKRACHT = '/leerlinggegevens/leerkrachten/leerkracht';

/**
 * Groups of UWLR 1.0, base groups first. They have no year group of their own, but the model wants one for base groups: the code
 * among their `kenmerken`, else the one that all their pupils share, else C, a group of several years.
 */
export function groupsOf1(
  { groepen, subgroepen }: Leerlinggegevens1,
  learners: readonly IncomingLearner[],
  values: RosterValues,
): IncomingGroup[] {
  const years = yearsByGroup(learners);
  return [
    ...(groepen?.groep ?? []).map((groep) => baseGroup(groep, years, values)),
    ...(subgroepen?.subgroep ?? []).map(({ key, naam }) => ({ kind: 'combined' as const, key: key.trim(), name: naam })),
  ];
}

export function learnerOf1(leerling: Leerling, values: RosterValues): IncomingLearner {
  return supplied({
    key: trimmedKey(leerling.key),
    name: nameOf(leerling),
    birthDate: values.day(leerling.geboortedatum, `${LEERLING}/geboortedatum`),
    gender: leerling.geslacht === '3' ? '0' : genderOf(leerling.geslacht),
    // A profile may have taken it out.
    yearGroup: values.yearGroup(leerling.jaargroep?.value, `${LEERLING}/jaargroep`),
    group: values.reference(leerling.groep, `${LEERLING}/groep`),
    combinedGroups: values.references(leerling.subgroepen?.groep, `${LEERLING}/subgroepen/groep`),
  }) as IncomingLearner;
}

export function teacherOf1(leerkracht: Leerkracht, values: RosterValues): IncomingTeacher {
  const base = values.references(leerkracht.groepen?.groep, `${LEERKRACHT}/groepen/groep`);
  const combined = values.references(leerkracht.subgroepen?.groep, `${LEERKRACHT}/subgroepen/groep`);
  return supplied({
    key: trimmedKey(leerkracht.key),
    name: nameOf(leerkracht),
    email: leerkracht.emailadres,
    groups: [
      ...base.map((key) => ({ kind: 'base' as const, key, roles: [] })),
      ...combined.map((key) => ({ kind: 'combined' as const, key, roles: [] })),
    ],
  }) as IncomingTeacher;
}

const SEVERAL = 'C';

function baseGroup({ key, naam, kenmerken }: Groep, years: ReadonlyMap<string, string>, values: RosterValues): IncomingGroup {
  const codes = new Set((kenmerken?.kenmerk ?? []).map(({ value }) => value.trim()).filter(isYearGroup));
  const [code] = codes;
  // Codes of several years say the same as C.
  const own = codes.size > 1 ? SEVERAL : values.yearGroup(code, '/leerlinggegevens/groepen/groep/kenmerken/kenmerk');
  return { kind: 'base', key: key.trim(), name: naam, yearGroup: own ?? years.get(key.trim()) ?? SEVERAL };
}

/** Per base group, the year group of its pupils: C where they differ, or where one has none. */
function yearsByGroup(learners: readonly IncomingLearner[]): ReadonlyMap<string, string> {
  const years = new Map<string, string>();
  for (const { group, yearGroup = SEVERAL } of learners) {
    if (group !== undefined) years.set(group, (years.get(group) ?? yearGroup) === yearGroup ? yearGroup : SEVERAL);
  }
  return years;
}
