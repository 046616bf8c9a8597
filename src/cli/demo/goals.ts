import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { freshKey } from '../../admin/credentials/fresh-key.js';
import { chooseGoalSets } from '../../admin/goals/choose-goal-sets.js';
import { type GoalImportReport, importGoalSet } from '../../admin/goals/import-goal-set.js';
import { importMapping } from '../../admin/goals/import-mapping.js';
import type { Office } from '../../admin/office.js';
import { addProfile } from '../../admin/profiles/add-profile.js';
import type { Gateway } from '../../gateway/server.js';
import { mappingOfCsv } from '../../goals/mapping/formats/csv.js';
import { schoolYearAt } from '../../model/school-year.js';
import { SCHOOL, VENDOR } from './seed-demo.js';
import { expectTold } from './told.js';

const FILES = new URL('../../../fixtures/goals/', import.meta.url);
const SET = 'voorbeeld-rekenen-meten.json';

/** What the school and the vendor say of learning goals before there are results, as `uwlr goals` and `uwlr profile` take it in. */
export async function prepareGoals(office: Office): Promise<{ readonly set: GoalImportReport; readonly links: number }> {
  const set = await importGoalSet(office, { files: [{ name: SET, bytes: await readFile(new URL(SET, FILES)) }], given: {} });
  await chooseGoalSets(office.store, SCHOOL.id, [set.set.id]);
  await addProfile(office, await text('rekenen-op-maat.profile.json'), undefined);
  const read = mappingOfCsv(await text('rekenen-op-maat.csv'));
  const mapped = await importMapping(office, { party: VENDOR.klantcode, read, isWhole: false });
  expectTold(mapped.problems.length === 0 && mapped.goals.length === 0, 'the mapping has errors, or names goals that are not there');
  return { set, links: read.rows.length };
}

function text(file: string): Promise<string> {
  return readFile(new URL(file, FILES), 'utf8');
}

/** A token for the teacher of the group with the most pupils who took tests. */
export async function tokenOfTeacher({ store, keyring }: Pick<Gateway, 'store' | 'keyring'>, at: string): Promise<string> {
  const { id: school } = SCHOOL;
  const { items } = await store.results({ school, limit: 1000 });
  const learners = new Set(items.map(({ rosterLearner }) => rosterLearner));
  const memberships = await store.memberships(school, schoolYearAt(new Date(at)));
  const tested = memberships.filter(({ member }) => learners.has(member)).map(({ group }) => group);
  const sizeOf = (group: string) => tested.filter((one) => one === group).length;
  const [most] = memberships
    .filter(({ memberKind, group }) => memberKind === 'teacher' && tested.includes(group))
    .sort((one, other) => sizeOf(other.group) - sizeOf(one.group));
  const teacher = most?.member;
  expectTold(teacher !== undefined, 'no group of the pupils has a teacher');
  const token = freshKey();
  const who = { client: 'Overzicht voor leerkrachten (verzonnen)', school, role: 'teacher', teacher, scopes: [] };
  await store.addToken({ id: randomUUID(), hash: keyring.hashToken(token), ...who, createdAt: at });
  return token;
}
