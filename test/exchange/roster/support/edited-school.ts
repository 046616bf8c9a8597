import fc from 'fast-check';
import type { IncomingGroup, IncomingLearner, IncomingRoster } from '../../../../src/model/roster/roster.js';
import { learner, roster } from './invented-roster.js';

/** A pupil as the school knows one, whatever the messages say: `serial` stays. */
interface Pupil {
  readonly serial: number;
  key?: string;
  dummy: boolean;
  eckId?: string;
  call: string;
  group?: string;
  combined: string[];
  enrolled: boolean;
}

const KINDS = [
  'add',
  'addByEckId',
  'addDummy',
  'leave',
  'return',
  'rename',
  'regroup',
  'combine',
  'gainEckId',
  'loseEckId',
  'changeEckId',
  'loseKey',
  'changeKey',
  'dummyKey',
  'swapKeys',
  'addGroup',
  'dropGroup',
  'addTeacher',
  'dropTeacher',
  'moveTeacher',
] as const;

export interface Edit {
  readonly kind: (typeof KINDS)[number];
  /** Which pupil, teacher or group, counted round. */
  readonly one: number;
  readonly other: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({ kind: fc.constantFrom(...KINDS), one: fc.nat(40), other: fc.nat(40) });

/** The edits before each message of a school year. */
export const schoolYears = fc.array(fc.array(edit, { maxLength: 6 }), { minLength: 1, maxLength: 10 });

/** What a pupil was called in a message. */
export interface Names {
  readonly key?: string;
  readonly dummy: boolean;
  readonly eckId?: string;
}

/** A made-up school that changes, and says who it has. Keys and ECK iDs are unique, and never given to another, but by `swapKeys`. */
export class EditedSchool {
  readonly #pupils: Pupil[] = [];
  #groups: IncomingGroup[] = [];
  #teachers: { key: string; group?: IncomingGroup }[] = [];
  #next = 1;

  constructor() {
    for (const kind of ['addGroup', 'addGroup', 'add', 'add', 'addTeacher'] as const) this.edit({ kind, one: 0, other: 0 });
  }

  /** Enrolled pupils by serial, in the order of `message().learners`. */
  names(): ReadonlyMap<number, Names> {
    return new Map(this.#enrolled().map(({ serial, key, dummy, eckId }) => [serial, { dummy, ...spread({ key, eckId }) }]));
  }

  message(): IncomingRoster {
    const learners = this.#enrolled().map(
      ({ serial, key, eckId, call, group, combined }): IncomingLearner =>
        learner(spread({ key: serial % 2 === 0 && key !== undefined ? ` ${key}\n` : key, eckId }), {
          name: { family: `Nepachternaam-${serial}`, call },
          combinedGroups: combined,
          ...(group === undefined ? {} : { group }),
        }),
    );
    const teachers = this.#teachers.map(({ key, group }) => ({
      key,
      name: { family: `Nepjuf-${key}` },
      groups: group === undefined ? [] : [{ kind: group.kind, key: group.key, roles: [] }],
    }));
    return roster(learners, { groups: this.#groups, teachers });
  }

  edit({ kind, one, other }: Edit): void {
    const pupil = pick(this.#enrolled(), one);
    const group = pick(this.#groups, other);
    if (kind === 'add') this.#add({ key: this.#fresh('nepsleutel') });
    else if (kind === 'addByEckId') this.#add({ eckId: this.#fresh('nepeckid') });
    else if (kind === 'addDummy') this.#add({ key: this.#fresh('#nepsleutel'), dummy: true });
    else if (kind === 'return') this.#return(one);
    else if (kind === 'addGroup') this.#addGroup(one);
    else if (kind === 'dropGroup') this.#dropGroup(group);
    else if (kind === 'addTeacher') this.#teachers.push({ key: this.#fresh('nepleerkracht') });
    else if (kind === 'dropTeacher') this.#teachers.splice(one % Math.max(1, this.#teachers.length), 1);
    else if (kind === 'moveTeacher') this.#moveTeacher(one, group);
    else if (pupil !== undefined) this.#editPupil(kind, pupil, { group, partner: pick(this.#enrolled(), other) });
  }

  #editPupil(kind: Edit['kind'], pupil: Pupil, { group, partner }: { group: IncomingGroup | undefined; partner: Pupil | undefined }): void {
    if (kind === 'leave') pupil.enrolled = false;
    else if (kind === 'rename') pupil.call = this.#fresh('Neproepnaam');
    else if (kind === 'regroup') assign(pupil, 'group', group?.kind === 'base' ? group.key : undefined);
    else if (kind === 'combine') pupil.combined = group?.kind === 'combined' ? [...new Set([...pupil.combined, group.key])] : [];
    else if (kind === 'gainEckId') pupil.eckId ??= this.#fresh('nepeckid');
    else if (kind === 'changeEckId' && pupil.eckId !== undefined) pupil.eckId = this.#fresh('nepeckid');
    else if (kind === 'loseEckId' && pupil.key !== undefined) delete pupil.eckId;
    else if (kind === 'swapKeys') swapKeys(pupil, partner);
    else if (kind === 'dummyKey') Object.assign(pupil, { key: this.#fresh('#nepsleutel'), dummy: true });
    else if (pupil.eckId === undefined) return;
    else if (kind === 'loseKey') Object.assign(pupil, { dummy: false }) && delete pupil.key;
    else if (kind === 'changeKey') Object.assign(pupil, { key: this.#fresh('nepsleutel'), dummy: false });
  }

  #enrolled(): Pupil[] {
    return this.#pupils.filter(({ enrolled }) => enrolled);
  }

  #add(names: Partial<Pupil>): void {
    const serial = this.#next++;
    this.#pupils.push({ serial, dummy: false, call: `Neproepnaam-${serial}`, combined: [], enrolled: true, ...names });
  }

  #return(one: number): void {
    const back = pick(
      this.#pupils.filter(({ enrolled }) => !enrolled),
      one,
    );
    if (back === undefined) return;
    // The groups from then may be gone.
    Object.assign(back, { enrolled: true, combined: [] });
    delete back.group;
  }

  #addGroup(one: number): void {
    const kind = one % 2 === 0 ? 'base' : 'combined';
    const key = this.#fresh(one % 5 === 0 ? '#nepgroep' : 'nepgroep');
    this.#groups = [{ kind, key, name: `Naam van ${key}` }, ...this.#groups];
  }

  #dropGroup(group: IncomingGroup | undefined): void {
    this.#groups = this.#groups.filter((one) => one !== group);
    for (const pupil of this.#pupils) {
      if (pupil.group === group?.key) delete pupil.group;
      pupil.combined = pupil.combined.filter((key) => key !== group?.key);
    }
    for (const teacher of this.#teachers) if (teacher.group === group) delete teacher.group;
  }

  #moveTeacher(one: number, group: IncomingGroup | undefined): void {
    const teacher = pick(this.#teachers, one);
    if (teacher !== undefined) assign(teacher, 'group', group);
  }

  #fresh(what: string): string {
    return `${what}-${this.#next++}`;
  }
}

/** Only where the ECK iDs tell the two apart: otherwise nobody could know. */
function swapKeys(one: Pupil, other: Pupil | undefined): void {
  if (other === undefined || one.eckId === undefined || other.eckId === undefined) return;
  if (one.key === undefined || other.key === undefined || one.dummy || other.dummy) return;
  [one.key, other.key] = [other.key, one.key];
}

function pick<T>(all: readonly T[], number: number): T | undefined {
  return all[number % Math.max(1, all.length)];
}

function assign<T extends object, K extends keyof T>(target: T, name: K, value: T[K] | undefined): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}

function spread({ key, eckId }: { key?: string | undefined; eckId?: string | undefined }): { key?: string; eckId?: string } {
  return { ...(key === undefined ? {} : { key }), ...(eckId === undefined ? {} : { eckId }) };
}
