import type { ConversionLoss } from '../../model/conversion.js';
import type { Group, GroupKind } from '../../model/roster/roster.js';
import type { SayableFields } from '../../model/roster/roster-fields.js';
import type { RosterProblem } from '../../model/roster/roster-fitter.js';
import { EVERYBODY, type Members, membersOf } from '../../model/roster/roster-members.js';
import type { AskedGroups, Part, Question } from '../../model/roster/roster-questions.js';
import { RosterWriter } from '../../model/roster/roster-to-uwlr.js';
import type { SchoolKey } from '../../privacy/keys/seal.js';
import type { RosterHead, SealedObjects } from '../../store/roster-store.js';
import { encodeParts } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { openGroups, openLearners, openTeachers, originOf } from '../roster/read-roster.js';

/** What a roster is said in: an answer of UWLR, or a document without one around it. */
export interface RosterShape extends Pick<Question, 'answer' | 'parts'> {
  /** Absent: the data stand in the root itself. */
  readonly container?: string;
}

export interface RosterAnswerOptions {
  readonly question: RosterShape;
  readonly version: UwlrVersion;
  /** How the version is written, where that is not as UWLR does. */
  readonly xsdversie?: string;
  /** What the agreement lets us say. */
  readonly fields: SayableFields;
  readonly school: string;
  readonly schoolKey: SchoolKey;
  readonly snapshot: { readonly head: RosterHead; readonly rows: readonly SealedObjects[] };
  readonly groups?: AskedGroups | undefined;
  readonly now: Date;
}

/** What the version cannot say and is left out, and what keeps the answer from being given. Without values. */
export interface Outlook {
  readonly losses: readonly ConversionLoss[];
  readonly problems: readonly RosterProblem[];
}

/** Enough for the schools of a region, with a few vendors each: some hundreds of bytes apiece. */
const MOST = 10_000;

/**
 * What could be said of rosters before: a roster that has not changed since can be said again, so only the first vendor of a kind
 * has to wait until everybody was looked at.
 */
export class Outlooks {
  readonly #known = new Map<string, Outlook>();

  get(key: string): Outlook | undefined {
    return this.#known.get(key);
  }

  set(key: string, outlook: Outlook): void {
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(key, outlook);
  }
}

/** Where the groups and the staff stand. */
const GROUPS = { base: 'leerlinggegevens/groepen/groep', combined: 'leerlinggegevens/groepen/samengestelde_groep' } as const;
const TEACHERS = 'leerlinggegevens/leerkrachten/leerkracht';

/** Objects between two pauses. */
const PAUSE = 64;

/**
 * An answer with pupil data, or a file of them. It is gone through twice: `prepare` finds out whether everything can be said, and what not; `parts`
 * says it. What lies in memory meanwhile is sealed; no more people are in the open than are sealed together.
 */
export class RosterAnswer {
  readonly #allowed: ReadonlySet<string>;
  readonly #groups: ReadonlyMap<string, Group>;
  /** Those that may be told of. */
  readonly #told: readonly Group[];
  readonly #members: Members;
  readonly #learners = new Chosen();
  readonly #teachers = new Chosen();
  readonly #writer: RosterWriter;
  #known: Outlook | undefined;

  constructor(private readonly options: RosterAnswerOptions) {
    const { snapshot, schoolKey, fields, version } = options;
    this.#allowed = fields.in(version);
    this.#groups = new Map([...openGroups(snapshot.rows, schoolKey)].map((group) => [group.id, group]));
    this.#told = [...this.#groups.values()].filter(({ kind }) => this.#allowed.has(GROUPS[kind]));
    this.#members = this.#membersAsked();
    this.#writer = this.#newWriter();
  }

  /** What can be said, complete after `prepare`. */
  get outlook(): Outlook {
    return this.#known ?? { losses: this.#writer.losses.list(), problems: this.#writer.problems };
  }

  get unknownGroups(): number {
    return this.#members.unknown;
  }

  get counts(): { readonly learners: number; readonly teachers: number; readonly groups: number } {
    return { learners: this.#learners.count, teachers: this.#teachers.count, groups: this.#has('groups') ? this.#told.length : 0 };
  }

  /** Ids of the learners in it, complete after `prepare`; undefined: everybody. */
  get learnerIds(): readonly string[] | undefined {
    return this.#members === EVERYBODY ? undefined : [...this.#learners.ids];
  }

  /** There is nothing to give: an answer without pupils is said as geengegevens, since no list may be empty (spec, section a.5). */
  get isEmpty(): boolean {
    const { learners, teachers, groups } = this.counts;
    return this.#has('learners') ? learners === 0 : this.#has('teachers') ? teachers === 0 : groups === 0;
  }

  /** `known`: the outlook of the same answer before. Then nobody has to be looked at. */
  *prepare(known?: Outlook): Generator<void> {
    const { schoolKey, snapshot } = this.options;
    const everybody = this.#members === EVERYBODY;
    if (known !== undefined && everybody) {
      this.#known = known;
      for (const row of snapshot.rows) {
        if (row.kind === 'learner' && this.#has('learners')) this.#learners.addAll(row);
        if (row.kind === 'teacher' && this.#has('teachers')) this.#teachers.addAll(row);
      }
      return;
    }
    if (this.#has('groups')) this.#writer.groups(this.#told);
    this.#school(this.#writer);
    let count = 0;
    for (const row of snapshot.rows) {
      if (row.kind === 'learner' && this.#has('learners')) {
        for (const learner of openLearners([row], schoolKey)) {
          if (!this.#members.hasLearner(learner)) continue;
          this.#writer.learner(learner);
          if (!everybody) this.#learners.add(row, learner.id);
        }
        if (everybody) this.#learners.addAll(row);
      } else if (row.kind === 'teacher' && this.#has('teachers')) {
        for (const teacher of openTeachers([row], schoolKey)) {
          if (!this.#members.hasTeacher(teacher)) continue;
          this.#writer.teacher(teacher);
          if (!everybody) this.#teachers.add(row, teacher.id);
        }
        if (everybody) this.#teachers.addAll(row);
      }
      count += row.size ?? 1;
      if (count < PAUSE) continue;
      count = 0;
      yield;
    }
  }

  /** The message, in pieces of about 16 KB. */
  parts(): Generator<string> {
    const { question, version, fields } = this.options;
    const writer = this.#newWriter();
    const groups = this.#has('groups') ? writer.groups(this.#told) : undefined;
    const content = {
      school: this.#school(writer),
      ...groups,
      ...(this.#has('learners') ? { leerlingen: { leerling: this.#saidLearners(writer) } } : {}),
      ...(this.#teachers.count > 0 ? { leerkrachten: { leerkracht: this.#saidTeachers(writer) } } : {}),
    };
    const message = question.container === undefined ? content : { [question.container]: content };
    return encodeParts(question.answer, version, message as never, { profile: profileIn(version, fields) });
  }

  *#saidLearners(writer: RosterWriter): Generator<object> {
    const { rows } = this.#learners;
    for (const learner of openLearners(rows, this.options.schoolKey)) if (this.#learners.has(learner.id)) yield writer.learner(learner);
  }

  *#saidTeachers(writer: RosterWriter): Generator<object> {
    const { rows } = this.#teachers;
    for (const teacher of openTeachers(rows, this.options.schoolKey)) if (this.#teachers.has(teacher.id)) yield writer.teacher(teacher);
  }

  #school(writer: RosterWriter): object {
    const { snapshot, school, now, version, xsdversie = version } = this.options;
    return writer.school(originOf(snapshot.head), school, `${now.toISOString().slice(0, 19)}Z`, xsdversie);
  }

  #has(part: Part): boolean {
    return this.options.question.parts.includes(part) && (part !== 'teachers' || this.#allowed.has(TEACHERS));
  }

  #membersAsked(): Members {
    const { question, groups } = this.options;
    if (groups === undefined) return EVERYBODY;
    const asked = askableGroups(groups, question.parts.includes('teachers') ? 'teachers' : 'learners', this.#allowed);
    const members = membersOf(asked.groups, [...this.#groups.values()]);
    return { ...members, unknown: members.unknown + asked.refused };
  }

  #newWriter(): RosterWriter {
    const { version, fields } = this.options;
    return new RosterWriter({ version, fields, groups: this.#groups });
  }
}

/** Those of a kind who are in an answer: what they are sealed in, and who of it. */
class Chosen {
  readonly rows: SealedObjects[] = [];
  readonly ids = new Set<string>();
  #all = 0;

  get count(): number {
    return this.#all + this.ids.size;
  }

  addAll(row: SealedObjects): void {
    this.rows.push(row);
    this.#all += row.size ?? 1;
  }

  /** One who is in this row, which is that of the one before or comes after it. */
  add(row: SealedObjects, id: string): void {
    if (this.rows.at(-1) !== row) this.rows.push(row);
    this.ids.add(id);
  }

  has(id: string): boolean {
    return this.#all > 0 || this.ids.has(id);
  }
}

/** The grammar of 1.0 knows no profiles: what goes into it is chosen by the writer. */
function profileIn(version: UwlrVersion, fields: SayableFields) {
  return version === '1.0' ? undefined : fields.profileIn(version);
}

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
function askableGroups(
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
