import type { Database } from 'better-sqlite3';
import type { Membership } from '../../../model/roster/roster.js';
import type {
  RosterChange,
  RosterCommitted,
  RosterContents,
  RosterCounts,
  RosterHead,
  RosterIds,
  RosterIdsQuery,
  RosterKind,
  RosterPacks,
  RosterPage,
  RosterQuery,
  RosterRow,
  RosterSnapshot,
  RosterSource,
  RosterStore,
  TeacherTie,
  UnmatchedLearner,
} from '../../roster-store.js';
import type { Page, Stretch } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { packCells, rosterCells } from '../../tables/roster/roster-cells.js';
import { AliasMark } from '../aliases/alias-mark.js';
import type { RosterPurged } from '../retention/roster-purge.js';
import { TeacherTieReader } from '../rights/teacher-tie-reader.js';
import { SqliteSecretStore } from '../secret/sqlite-secret-store.js';
import type { StoreAccess } from '../store-access.js';
import { RosterLearnerReader } from './roster-learner-reader.js';
import { RosterReader } from './roster-reader.js';
import { readAliases, readContents, readIds, readMemberships, readPacks, readSnapshot } from './whole-roster.js';

/** The part of the SQLite store that keeps pupil data. */
export class SqliteRosterStore extends SqliteSecretStore implements RosterStore {
  private readonly rosterReader: RosterReader;
  private readonly rosterLearners: RosterLearnerReader;
  private readonly aliasMark: AliasMark;
  private readonly teacherTieReader: TeacherTieReader;

  constructor(db: Database, access: StoreAccess) {
    super(db, access);
    this.rosterReader = new RosterReader(db);
    this.rosterLearners = new RosterLearnerReader(db);
    this.aliasMark = new AliasMark(db);
    this.teacherTieReader = new TeacherTieReader(db);
  }

  async rosters(school: string): Promise<readonly RosterHead[]> {
    return this.access.read('rosters', () => this.rosterReader.all(school));
  }

  async roster(school: string, schoolYear: string): Promise<RosterSnapshot | undefined> {
    return this.access.readWhole('rosters', (statements) => readSnapshot(statements, school, schoolYear));
  }

  async rosterContents(school: string, schoolYear: string): Promise<RosterContents | undefined> {
    return this.access.readWhole('rosters', (statements) => readContents(statements, school, schoolYear));
  }

  async rosterSource(school: string, schoolYear: string): Promise<RosterSource | undefined> {
    return this.access.read('rosters', () => this.rosterReader.source(school, schoolYear));
  }

  async rosterPacks(school: string, schoolYear: string): Promise<RosterPacks | undefined> {
    return this.access.readWhole('rosters', (statements) => readPacks(statements, school, schoolYear));
  }

  async keepRosterPacks(packs: RosterPacks): Promise<void> {
    if (packs.rows.length === 0) return;
    const characters = packs.rows.reduce((sum, { document }) => sum + document.length, 0);
    await this.access.write({ kind: 'roster-packs', packs: packCells(packs) }, characters);
  }

  async rosterRow(school: string, schoolYear: string, kind: RosterKind, id: string): Promise<RosterRow | undefined> {
    return this.access.read('rosters', () => this.rosterReader.row(school, schoolYear, kind, id));
  }

  async rosterPageById(query: RosterQuery): Promise<RosterPage> {
    return this.access.read('rosters', () => this.rosterReader.page(query));
  }

  async rosterIds(query: RosterIdsQuery): Promise<RosterIds> {
    return this.access.readWhole('rosters', (statements) => readIds(statements, query));
  }

  async rosterRows(school: string, schoolYear: string, kind: RosterKind, ids: readonly string[]): Promise<readonly RosterRow[]> {
    return this.access.read('rosters', () => this.rosterReader.rows(school, schoolYear, kind, ids));
  }

  async rosterCounts(school: string, schoolYear: string): Promise<RosterCounts> {
    return this.access.read('rosters', () => this.rosterReader.counts(school, schoolYear));
  }

  async memberships(school: string, schoolYear: string): Promise<readonly Membership[]> {
    return this.access.readWhole('memberships', (statements) => readMemberships(statements, school, schoolYear));
  }

  async teacherTies(school: string, teacher: string): Promise<readonly TeacherTie[]> {
    return this.access.read('memberships', () => this.teacherTieReader.of(school, teacher));
  }

  async learnerAliases(school: string): Promise<ReadonlyMap<string, string>> {
    return this.access.readWhole('learner aliases', (statements) => readAliases(statements, school));
  }

  async learnerAliasMark(school: string): Promise<string> {
    return this.access.read('learner aliases', () => this.aliasMark.of(school));
  }

  async knownLearners(school: string, aliases: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.access.readMany('learner aliases', aliases, (some) => this.rosterLearners.known(school, some));
  }

  async commitRoster(change: RosterChange): Promise<RosterCommitted> {
    const characters = change.upserts.reduce((sum, row) => sum + row.document.length, 0);
    return (await this.access.write({ kind: 'roster', change: rosterCells(change) }, characters)) as RosterCommitted;
  }

  async unmatchedLearners(query: {
    readonly school: string;
    readonly cursor?: string;
    readonly limit: number;
  }): Promise<Page<UnmatchedLearner>> {
    return this.access.read('learners', () => this.rosterLearners.unmatched(query));
  }

  async unmatchedPlaces(school: string, stretch: Stretch): Promise<readonly number[]> {
    return this.access.read('learners', () => this.rosterLearners.unmatchedPlaces(school, stretch));
  }

  async unmatchedAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, UnmatchedLearner>> {
    return this.access.read('learners', () => this.rosterLearners.unmatchedAt(school, places));
  }

  async purgeRosters({
    school,
    before,
    beforeYear,
  }: {
    readonly school?: string;
    readonly before: string;
    readonly beforeYear: string;
  }): Promise<RosterCounts> {
    if (Number.isNaN(Date.parse(before))) throw new StoreError('unknown', 'rosters: what to remove is not bounded by an instant');
    const schools = school === undefined ? this.access.read('rosters', () => this.rosterLearners.schoolsWithRoster()) : [school];
    const total = { groups: 0, learners: 0, teachers: 0 };
    const instant = new Date(before).toISOString();
    // School by school: messages that come in meanwhile get their turn.
    for (const one of schools) {
      const scope = { school: one, before: instant, beforeYear };
      const purged = (await this.access.write({ kind: 'purge-rosters', scope })) as RosterPurged;
      total.groups += purged.group;
      total.learners += purged.learner;
      total.teachers += purged.teacher;
    }
    if (total.groups + total.learners + total.teachers > 0) await this.access.emptyLog();
    return total;
  }
}
