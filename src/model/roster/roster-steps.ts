import { supplied } from '../../core/supplied.js';
import type { ValueOf } from '../../uwlr/grammar/grammar.js';
import type {
  leerlinggegevensLeerkrachten,
  leerlinggegevensLeerlingen,
  leerlinggegevensStructuur,
} from '../../uwlr/messages/leerlinggegevens.js';
import { type GroupKind, type IncomingLearner, type IncomingRoster, type IncomingTeacher, isDummyKey } from './roster.js';
import { ContradictionCounts } from './roster-contradictions.js';
import { RosterPeople } from './roster-people.js';
import { RosterReader } from './roster-reader.js';
import type { RosterValues } from './roster-values.js';

/** What the steps of a getrapt fetch gave. */
export interface RosterSteps {
  readonly structuur: ValueOf<typeof leerlinggegevensStructuur>;
  readonly leerlingen: Iterable<ValueOf<typeof leerlinggegevensLeerlingen>>;
  readonly leerkrachten: Iterable<ValueOf<typeof leerlinggegevensLeerkrachten>>;
}

const STRUCTUUR = 'leerlinggegevens-structuur';
const LEERLINGEN = 'leerlinggegevens-leerlingen';
const LEERKRACHTEN = 'leerlinggegevens-leerkrachten';

/** One roster out of many answers. School year and moments are those of the structure, which was fetched first. */
export function stepsTogether({ structuur, leerlingen, leerkrachten }: RosterSteps, values: RosterValues): IncomingRoster {
  const contradictions = new ContradictionCounts();
  const head = new RosterReader(STRUCTUUR, values);
  const origin = head.origin(structuur.school);
  const groups = head.groups(structuur.groepen);
  const checkYear = ({ schooljaar }: { readonly schooljaar: string }, root: string) => {
    if (schooljaar !== origin.schoolYear) contradictions.add(`/${root}/school/schooljaar`, 'differs');
  };

  const pupils = `/${LEERLINGEN}/leerlingen/leerling`;
  const learners = new RosterPeople<IncomingLearner>((a, b) => joinLearners(a, b, pupils, contradictions), pupils, contradictions);
  const learnerReader = new RosterReader(LEERLINGEN, values);
  for (const answer of leerlingen) {
    checkYear(answer.school, LEERLINGEN);
    for (const leerling of answer.leerlingen.leerling) learners.add(learnerReader.learner(leerling));
  }

  const staff = `/${LEERKRACHTEN}/leerkrachten/leerkracht`;
  const teachers = new RosterPeople<IncomingTeacher>((a, b) => joinTeachers(a, b, staff, contradictions), staff, contradictions);
  const teacherReader = new RosterReader(LEERKRACHTEN, values);
  for (const answer of leerkrachten) {
    checkYear(answer.school, LEERKRACHTEN);
    for (const leerkracht of answer.leerkrachten?.leerkracht ?? []) teachers.add(teacherReader.teacher(leerkracht));
  }

  const known = new Set(groups.map(({ kind, key }) => `${kind} ${key}`));
  const check = (kind: GroupKind, key: string, path: string) => {
    if (!known.has(`${kind} ${key}`)) contradictions.add(path, 'unknown-group');
  };
  for (const { group, combinedGroups } of learners.list()) {
    if (group !== undefined) check('base', group, `${pupils}/groep`);
    for (const key of combinedGroups) check('combined', key, `${pupils}/samengestelde_groepen/samengestelde_groep`);
  }
  for (const teacher of teachers.list())
    for (const { kind, key } of teacher.groups) check(kind, key, `${staff}/groepen/${kind === 'base' ? 'groep' : 'samengestelde_groep'}`);
  contradictions.settle();
  return { origin, groups, learners: learners.list(), teachers: teachers.list() };
}

/** How the fields of a person are called on the wire. */
const NAMES = {
  key: '@key',
  eckId: '@eckid',
  birthDate: 'geboortedatum',
  gender: 'geslacht',
  startYearGroup3: 'start_ondw_jgr3',
  yearGroup: 'jaargroep',
  group: 'groep',
  numberEnding: 'bsn_ondwnr-4',
  email: 'emailadres',
  family: 'achternaam',
  prefix: 'voorvoegsel',
  initials: 'voorletters-1',
  call: 'roepnaam',
} as const;

type Texts = Readonly<Partial<Record<keyof typeof NAMES, string>>>;

function joinLearners(known: IncomingLearner, other: IncomingLearner, path: string, counts: ContradictionCounts): IncomingLearner {
  checkTexts(known, other, path, counts);
  return { ...joined(known, other), combinedGroups: [...new Set([...known.combinedGroups, ...other.combinedGroups])] };
}

function joinTeachers(known: IncomingTeacher, other: IncomingTeacher, path: string, counts: ContradictionCounts): IncomingTeacher {
  checkTexts(known, other, path, counts);
  const groups = new Map(known.groups.map((reference) => [`${reference.kind} ${reference.key}`, reference]));
  for (const reference of other.groups) {
    const id = `${reference.kind} ${reference.key}`;
    const roles = [...(groups.get(id)?.roles ?? []), ...reference.roles].map((role) => JSON.stringify(role));
    groups.set(id, { ...reference, roles: [...new Set(roles)].map((role) => JSON.parse(role)) });
  }
  return { ...joined(known, other), groups: [...groups.values()] };
}

/** What either has; of two keys the one that says something. */
function joined<P extends IncomingLearner | IncomingTeacher>(known: P, other: P): P {
  const keys = [known.key, other.key].filter((one) => one !== undefined);
  const key = keys.find((one) => !isDummyKey(one)) ?? keys[0];
  return { ...known, ...other, ...supplied({ key }), name: { ...known.name, ...other.name } };
}

function checkTexts(known: IncomingLearner | IncomingTeacher, other: typeof known, path: string, counts: ContradictionCounts): void {
  const [ours, theirs] = [textsOf(known), textsOf(other)];
  for (const name of Object.keys(NAMES) as (keyof typeof NAMES)[]) {
    const [one, two] = [ours[name], theirs[name]];
    if (one === undefined || two === undefined || one === two) continue;
    if (name === 'key' && (isDummyKey(one) || isDummyKey(two))) continue;
    counts.add(`${path}/${NAMES[name]}`, 'differs');
  }
}

function textsOf({ name, ...rest }: IncomingLearner | IncomingTeacher): Texts {
  return { ...(rest as Texts), ...name };
}
