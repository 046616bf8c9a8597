import { afterEach, describe, expect, test } from '@jest/globals';
import type { Roster } from '../../../src/model/roster/roster.js';
import { pupilFieldChoice } from '../../../src/privacy/fields/field-choice.js';
import { makeFieldList } from '../../../src/privacy/fields/field-list.js';
import { type SimulatedLas, startSimulatedLas } from '../../../src/simulator/las.js';
import { syntheticSchool } from '../../../src/synthetic/school/synthetic-school.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import { startMisbehavingServer } from '../../support/misbehaving-las.js';
import { FetchingSchool, type FetchingSetup, rulesOf, YEAR } from './support/fetching-school.js';
import { goodAnswer } from './support/good-answer.js';

const SCHOOL = syntheticSchool({ brin: '99XX', learners: 40, groups: 4, combinedGroups: 3, teachers: 6 });
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function school(setup: FetchingSetup = {}, las?: SimulatedLas): Promise<{ las: SimulatedLas; fetching: FetchingSchool }> {
  const started = las ?? (await startSimulatedLas({ school: SCHOOL }));
  const fetching = await FetchingSchool.at(started.endpoint, setup);
  open.push(fetching, ...(las === undefined ? [started] : []));
  return { las: started, fetching };
}

/** Keys and what goes with them, without ids: those are of one store. */
function said({ learners, groups, teachers }: Roster): unknown {
  const keyOf = new Map(groups.map(({ id, key }) => [id, key]));
  const byKey = (one: { key?: string }, other: { key?: string }) => ((one.key ?? '') < (other.key ?? '') ? -1 : 1);
  return {
    groups: groups.map(({ id: _, ...group }) => group).sort(byKey),
    learners: learners
      .map(({ id: _, group, combinedGroups, ...learner }) => ({
        ...learner,
        group: group === undefined ? undefined : keyOf.get(group),
        combinedGroups: combinedGroups.map((id) => keyOf.get(id)).sort(),
      }))
      .sort(byKey),
    teachers: teachers
      .map(({ id: _, groups: inGroups, ...teacher }) => ({ ...teacher, groups: inGroups.map(({ group }) => keyOf.get(group)).sort() }))
      .sort(byKey),
  };
}

describe.each(['1.0', '2.1', '2.2', '2.3'] as const)('a sync in %s', (version: UwlrVersion) => {
  test('makes the roster what the administration says', async () => {
    const { las, fetching } = await school({ party: { version } });
    const report = await fetching.run();
    expect(report).toMatchObject({ outcome: 'updated', ok: true, version, schoolYear: YEAR, party: 'NEPLAS' });
    expect(report.summary?.learners).toEqual({ before: 0, after: 40, added: 40, changed: 0, left: 0 });
    expect(las.requests).toMatchObject([{ operation: 'HaalLeerlinggegevens', version }]);
    const roster = await fetching.roster();
    expect(roster.learners.map(({ key }) => key).sort()).toEqual(SCHOOL.roster.learners.map(({ key }) => key).sort());
    expect(roster.groups).toHaveLength(7);
    expect(roster.teachers).toHaveLength(6);
    const withEckId = version === '2.2' || version === '2.3' ? 36 : 0;
    expect(roster.learners.filter(({ eckId }) => eckId !== undefined)).toHaveLength(withEckId);
    expect(roster.learners.every(({ birthDate }) => (birthDate === undefined) === (version === '2.3'))).toBe(true);
    expect(await fetching.exchange(report)).toMatchObject({
      direction: 'out',
      operation: 'HaalLeerlinggegevens',
      outcome: 'accepted',
      version,
    });
  });

  test('finds nothing new the second time when everything is asked for again', async () => {
    const { fetching } = await school({ party: { version } });
    await fetching.run();
    const before = await fetching.snapshot();
    const report = await fetching.run({ full: true });
    expect(report).toMatchObject({ outcome: 'unchanged', ok: true, summary: { unchanged: true } });
    expect((await fetching.snapshot())?.rows).toEqual(before?.rows);
    expect((await fetching.exchange(report)).outcome).toBe('repeated');
  });
});

test.each(['2.1', '2.2', '2.3'] as const)('in steps and all in one give the same roster (%s)', async (version) => {
  const { las, fetching } = await school({ party: { version } });
  const stepwise = await school({ party: { version }, connection: { inSteps: true } }, las);
  await fetching.run();
  const report = await stepwise.fetching.run();
  expect(report.outcome).toBe('updated');
  expect(said(await stepwise.fetching.roster())).toEqual(said(await fetching.roster()));
  expect((await stepwise.fetching.exchange(report)).operation).toBe('HaalStructuur');
  const operations = las.requests.slice(1).map(({ operation }) => operation);
  // Seven groups, and those who are in none.
  expect(operations).toEqual(['HaalStructuur', ...Array(8).fill('HaalLeerlingen'), ...Array(8).fill('HaalLeerkrachten')]);
});

test('the set of secondary education is read with its year groups from 11', async () => {
  const { las, fetching } = await school({ party: { policy: 'tolerant' }, connection: { gegevenssetid: 'Smalle-set-VO' } });
  las.change(() => syntheticSchool({ brin: '99XX', shape: 'vo' }).roster);
  las.deviate('years-1-to-6');
  const report = await fetching.run();
  expect(report.outcome).toBe('updated');
  expect(rulesOf(report)).toContain('UWLR-LG-022');
  expect((await fetching.roster()).groups.map(({ yearGroup }) => yearGroup).slice(0, 3)).toEqual(['11', '12', '13']);
  expect(las.requests[0]?.asked.gegevenssetid).toBe('Smalle-set-VO');
});

test('what is asked is the school, by BRIN with its location', async () => {
  const { las, fetching } = await school({ school: '99XX-01' });
  las.change((roster) => roster);
  const report = await fetching.run();
  expect(report).toMatchObject({ outcome: 'fault', faultCode: 'Client.AutorisatieOngeldig' });
});

describe('an answer that', () => {
  test('names another version than was asked is read by that one, and noted', async () => {
    const { las, fetching } = await school({ party: { version: '2.3' } });
    const server = await startMisbehavingServer({ does: 'answer', message: goodAnswer(las.school, '2.2') });
    const other = await FetchingSchool.at(server.url, { party: { version: '2.3' } });
    open.push(server, other);
    const report = await other.run();
    expect(report).toMatchObject({ outcome: 'updated', version: '2.2' });
    expect(rulesOf(report)).toEqual(expect.arrayContaining(['UWLR-SY-016', 'UWLR-SY-017']));
    // The date of birth is in the set of 2.2, but it is 2.3 that was agreed on.
    expect((await other.roster()).learners.some(({ birthDate }) => birthDate !== undefined)).toBe(false);
    expect((await fetching.run()).outcome).toBe('updated');
  });

  test('names a version that is none is read by the one that was asked, and noted', async () => {
    const server = await startMisbehavingServer({ does: 'answer', message: goodAnswer().replace('<xsdversie>2.2', '<xsdversie>1') });
    const other = await FetchingSchool.at(server.url);
    open.push(server, other);
    const report = await other.run();
    expect(report).toMatchObject({ outcome: 'updated', version: '2.2' });
    expect(rulesOf(report)).toContain('UWLR-SY-016');
  });

  test('names none is read by the one that was asked', async () => {
    const { las, fetching } = await school({ party: { version: '2.3' } });
    las.deviate('no-xsdversie');
    const report = await fetching.run();
    expect(report).toMatchObject({ outcome: 'updated', version: '2.3' });
    expect(rulesOf(report)).not.toContain('UWLR-SY-016');
  });
});

test.each([
  ['all in one', false],
  ['in steps', true],
])('an agreement that names its fields takes in those alone, %s, of every pupil', async (_how, inSteps) => {
  const { fields } = makeFieldList(['leerling/roepnaam', 'leerling/geslacht'], [pupilFieldChoice('custom')]);
  const { fetching } = await school({ connection: { inSteps, gegevenssetid: 'lvs-set' }, agreement: { profile: 'custom', fields } });
  expect(await fetching.run()).toMatchObject({
    outcome: 'updated',
    strips: expect.arrayContaining([expect.objectContaining({ rule: 'not-in-profile' })]),
  });
  const { learners, groups, teachers } = await fetching.roster();
  expect(learners).toHaveLength(40);
  expect([groups, teachers]).toEqual([[], []]);
  const known = new Set(
    learners.flatMap((learner) => Object.entries(learner).flatMap(([name, value]) => (value === undefined ? [] : [name]))),
  );
  expect([...known].sort()).toEqual(['combinedGroups', 'gender', 'id', 'key', 'name']);
  expect(learners.every(({ name, combinedGroups }) => name.family === undefined && combinedGroups.length === 0)).toBe(true);
});
