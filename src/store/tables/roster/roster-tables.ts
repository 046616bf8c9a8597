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
import type { StorePort } from '../../sql/port.js';
import type { Page, Stretch } from '../../store.js';
import { StoreError } from '../../store-error.js';
import { aliasMark } from '../aliases/alias-mark.js';
import { packCells, type RosterPurged, rosterCells } from './roster-cells.js';
import { knownLearners, unmatchedAt, unmatchedPage, unmatchedPlaces } from './roster-learners.js';
import { rosterCounts, rosterHeads, rosterPage, rosterRow, rosterRows, rosterSource, schoolsWithRoster } from './roster-reads.js';
import { teacherTies } from './teacher-ties.js';
import { wholeAliases, wholeContents, wholeIds, wholeMemberships, wholePacks, wholeRoster } from './whole-roster.js';

/** The part of the store that keeps pupil data. */
export class RosterTables implements RosterStore {
  constructor(protected readonly access: StorePort) {}

  async rosters(school: string): Promise<readonly RosterHead[]> {
    return this.access.ask('rosters', rosterHeads(school));
  }

  async roster(school: string, schoolYear: string): Promise<RosterSnapshot | undefined> {
    return this.access.askWhole('rosters', wholeRoster(school, schoolYear));
  }

  async rosterContents(school: string, schoolYear: string): Promise<RosterContents | undefined> {
    return this.access.askWhole('rosters', wholeContents(school, schoolYear));
  }

  async rosterSource(school: string, schoolYear: string): Promise<RosterSource | undefined> {
    return this.access.ask('rosters', rosterSource(school, schoolYear));
  }

  async rosterPacks(school: string, schoolYear: string): Promise<RosterPacks | undefined> {
    return this.access.askWhole('rosters', wholePacks(school, schoolYear));
  }

  async keepRosterPacks(packs: RosterPacks): Promise<void> {
    if (packs.rows.length === 0) return;
    const characters = packs.rows.reduce((sum, { document }) => sum + document.length, 0);
    await this.access.write({ kind: 'roster-packs', packs: packCells(packs) }, characters);
  }

  async rosterRow(school: string, schoolYear: string, kind: RosterKind, id: string): Promise<RosterRow | undefined> {
    return this.access.ask('rosters', rosterRow(school, schoolYear, kind, id));
  }

  async rosterPageById(query: RosterQuery): Promise<RosterPage> {
    return this.access.askAtOnce('rosters', rosterPage(query));
  }

  async rosterIds(query: RosterIdsQuery): Promise<RosterIds> {
    return this.access.askWhole('rosters', wholeIds(query));
  }

  async rosterRows(school: string, schoolYear: string, kind: RosterKind, ids: readonly string[]): Promise<readonly RosterRow[]> {
    return this.access.ask('rosters', rosterRows(school, schoolYear, kind, ids));
  }

  async rosterCounts(school: string, schoolYear: string): Promise<RosterCounts> {
    return this.access.ask('rosters', rosterCounts(school, schoolYear));
  }

  async memberships(school: string, schoolYear: string): Promise<readonly Membership[]> {
    return this.access.askWhole('memberships', wholeMemberships(school, schoolYear));
  }

  async teacherTies(school: string, teacher: string): Promise<readonly TeacherTie[]> {
    return this.access.askAtOnce('memberships', teacherTies(school, teacher));
  }

  async learnerAliases(school: string): Promise<ReadonlyMap<string, string>> {
    return this.access.askWhole('learner aliases', wholeAliases(school));
  }

  async learnerAliasMark(school: string): Promise<string> {
    return this.access.ask('learner aliases', aliasMark(school));
  }

  async knownLearners(school: string, aliases: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.access.askMany('learner aliases', aliases, (some) => knownLearners(school, some));
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
    return this.access.ask('learners', unmatchedPage(query));
  }

  async unmatchedPlaces(school: string, stretch: Stretch): Promise<readonly number[]> {
    return this.access.ask('learners', unmatchedPlaces(school, stretch));
  }

  async unmatchedAt(school: string, places: readonly number[]): Promise<ReadonlyMap<number, UnmatchedLearner>> {
    return this.access.ask('learners', unmatchedAt(school, places));
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
    const schools = school === undefined ? await this.access.ask('rosters', schoolsWithRoster()) : [school];
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
