import { SyncRoster } from '../../exchange/sync/sync-roster.js';
import type { Gateway } from '../../gateway/server.js';
import { schoolYearAt } from '../../model/school-year.js';
import { type SimulatedLas, startSimulatedLas } from '../../simulator/las.js';
import { type FetchedPupil, Vendor } from '../../simulator/vendor.js';
import type { Store, StoredResult } from '../../store/store.js';
import { talented } from '../../synthetic/results/pupils.js';
import { SyntheticSchool } from '../../synthetic/results/small-school.js';
import { syntheticSchool } from '../../synthetic/school/synthetic-school.js';
import type { LeerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { PATHS } from '../serve/announce.js';
import { print } from '../terminal/print.js';
import { Dashboard } from './dashboard.js';
import { goalLines, stuckOn } from './goal-words.js';
import { prepareGoals, tokenOfTeacher } from './goals.js';
import { SCHOOL, seedDemo, VENDOR } from './seed-demo.js';
import { shortened } from './shortened.js';
import { detail, step, stepsBegin } from './steps.js';
import { expectTold } from './told.js';
import { wentOn } from './went-on.js';

/** What opens the gateway of the demo: tokens of a system that reads for the school and of a teacher, the key of the vendor. */
export interface DemoTokens {
  readonly dashboard: string;
  readonly teacher: string;
  readonly vendor: string;
}

/**
 * Tells the story of the gateway step by step, each one really done: nothing is printed that did not happen. Throws a
 * `CommandError` at the first step that goes another way than it should. Returns the tokens to look around with.
 */
export async function tellStory(gateway: Gateway, data: string): Promise<DemoTokens> {
  const las = await startSimulatedLas({
    school: syntheticSchool({ brin: SCHOOL.id, schoolYear: schoolYearAt(new Date()) }),
    profile: 'lvs-set',
  });
  try {
    return await tell(gateway, data, las);
  } finally {
    await las.close();
  }
}

async function tell(gateway: Gateway, data: string, las: SimulatedLas): Promise<DemoTokens> {
  const { store, url } = gateway;
  print('UWLR gateway. Everything and everybody in this demo is invented.\n');
  stepsBegin();

  const { autorisatiesleutel, token, signalsToken } = await seedDemo(gateway, las);
  step(`The gateway runs on ${url}, with SQLite in ${data}`);
  detail(
    `school ${SCHOOL.id} (${SCHOOL.name}) with its administration, vendor ${VENDOR.klantcode}, agreements with keys, a token for a dashboard`,
  );

  step("The gateway fetches the school's pupils from the administration (a simulated LAS), as `uwlr sync` does");
  const synced = await new SyncRoster({ store, keyring: gateway.keyring, allowTargets: ['localhost'] }).run({ school: SCHOOL.id });
  expectTold(synced.outcome === 'updated' && synced.summary !== undefined, `the sync ended with ${synced.outcome}`);
  const { learners, groups, teachers } = synced.summary;
  detail(`${learners.after} pupils, ${groups.after} groups, ${teachers.after} teachers; stored encrypted, names included`);
  detail('the administration sent more than was agreed; the gateway removed this before it stored anything:');
  for (const { path, rule, count } of synced.strips) stripped(path, rule, count);

  const { klantcode, klantnaam } = VENDOR;
  const credentials = { autorisatiesleutel, klantcode, klantnaam };
  const asking = await Vendor.connect(`${url}${PATHS.rosterWsdl}`, credentials);
  const question = { schooljaar: schoolYearAt(new Date()), brincode: SCHOOL.id, xsdversie: '2.2', gegevenssetid: 'LVS-set' };
  const fetched = await asking.fetch(question);
  expectTold(fetched.length === learners.after, 'the vendor did not get all pupils');
  step(`The vendor asks for pupils by our WSDL with a stock SOAP stack (node-soap), and gets ${fetched.length}`);
  detail(`it asked for the LVS set; the agreement says smalle set, so that is what it got: ${fieldsOf(fetched).join(', ')}`);

  step('The school works with learning goals, and the vendor declares what its tests are about');
  const office = { store, keyring: async () => gateway.keyring, at: new Date().toISOString() };
  const { set, links } = await prepareGoals(office);
  detail(`goal set: ${set.set.title}, ${set.counts.goals} goals and headings (\`uwlr goals import\`)`);
  detail('source profile: what the figures of its product mean, and what they do not mean (`uwlr profile add`)');
  detail(`mapping: ${links} links from its tests, through its own goals, to goals of the set (\`uwlr goals map import\`)`);

  const classmates = fetched.filter((pupil) => groupOf(pupil) !== undefined && groupOf(pupil) === groupOf(fetched[0]));
  const known = classmates.flatMap(({ attributes: { key, eckid } }) =>
    key === undefined || eckid === undefined ? [] : [{ leerlingid: key, eckid }],
  );
  const school = new SyntheticSchool({ brincode: SCHOOL.id, pupils: talented(known.slice(0, 4)) });
  const message = school.results(new Date(Date.now() - 2000));
  const count = resultsIn(message);
  const vendor = await Vendor.connect(`${url}${PATHS.wsdl}`, credentials);
  step(`Four of one group take tests, and the vendor delivers ${count} results`);
  const delivered = await vendor.deliver(message);
  expectTold(delivered.accepted, 'the results were not accepted');
  detail('accepted: leerresultaten_bevestiging, sent after everything was safe on disk');

  step('The vendor sends a message with a score that is not a number');
  const refused = await vendor.deliver(spoilt(school.results(new Date(Date.now() - 1000))));
  expectTold(!refused.accepted, 'a wrong message was accepted');
  const [finding] = refused.findings;
  expectTold(finding !== undefined && refused.code === 'Client.OngeldigBericht', `the fault was ${refused.code}`);
  detail(`refused: ${refused.code}`);
  detail(refused.text);
  detail(`rule ${finding.rule}, line ${finding.line}, ${finding.path}`);

  step('The answer to the first message got lost, so the vendor sends the same bytes again');
  const before = await countsOf(store);
  const again = await vendor.resend(delivered.xml);
  expectTold(again.accepted, 'the same bytes were refused');
  const after = await countsOf(store);
  expectTold(
    before.results === count && after.results === count && after.revisions === before.revisions,
    'something was stored twice, or not at all',
  );
  expectTold(after.repeated === before.repeated + 1, 'the repetition was not recorded');
  detail('accepted again, and recorded as repeated');
  detail(
    `stored before: ${before.results} results in ${before.revisions} revisions; after: ${after.results} results in ${after.revisions} revisions`,
  );

  const dashboard = new Dashboard(`${url}${PATHS.rest}`, token);
  step(`A dashboard reads GET ${PATHS.rest}/results, with its token`);
  const results = await dashboard.results();
  expectTold(results.length === count, 'REST does not show what was stored');
  detail(`${results.length} results in the canonical model; one of them, shortened:`);
  const shown = firstOf(results);
  for (const line of shortened(shown)) detail(`  ${line}`);

  expectTold(
    results.every(({ rosterLearner }) => rosterLearner !== undefined),
    'a result did not find its pupil',
  );
  detail('each result found its pupil in the roster');

  const touching = results.filter(({ goalLinks }) => goalLinks.length > 0);
  expectTold(touching.length === school.pupils.length, 'the results were not tagged with learning goals');
  step(`${touching.length} of the results touch a learning goal, by the mapping of the vendor. A link has no figure:`);
  for (const { goal, supplierGoal, coverage } of touching[0]?.goalLinks ?? []) {
    detail(`${goal}`);
    detail(`  the vendor calls it "${supplierGoal?.title}", coverage ${coverage}`);
  }

  const [stuck] = school.pupils;
  step('The vendor raises a signal: a pupil is stuck. Only a vendor raises signals; the gateway makes none');
  const supplier = new Dashboard(`${url}${PATHS.rest}`, signalsToken);
  expectTold(stuck !== undefined && (await supplier.raise([stuckOn(stuck, message)])), 'the signal was not taken in');
  detail('STUCK on "Klokkijken: hele uren", with the result that it rests on');

  step(`The teacher of the group reads GET ${PATHS.rest}/groups/{id}/goals, and sees nobody of another group`);
  const ofTeacher = await tokenOfTeacher(gateway, office.at);
  const seen = await new Dashboard(`${url}${PATHS.rest}`, ofTeacher).goals();
  expectTold(seen.length > 0, 'the teacher sees no goals');
  for (const line of seen.flatMap(goalLines)) detail(line);
  detail('no average, no score for a goal: each figure stands beside the meaning that its vendor gives it, and the teacher judges');

  const { items: accepted } = await store.exchanges({ party: VENDOR.klantcode, outcome: 'accepted', limit: 10 });
  const strips = accepted.find(({ operation }) => operation === 'BrengLeerresultaten')?.strips ?? [];
  expectTold(strips.length > 0, 'nothing was taken out of the message');
  step('Before it stored anything, the gateway removed what a result does not need. The record of that holds no values:');
  for (const { path, rule, count: times } of strips) stripped(path, rule, times);

  step('The gateway delivers the results to the administration, over UWLR and with the pupil keys of the administration');
  expectTold(await wentOn(store, count), 'the results did not reach the administration');
  expectTold(sameKeys(las, message), 'the administration has other results than the vendor delivered');
  detail(`it has ${las.taken.length} results, under the keys that the vendor gave them; \`uwlr deliver status\` shows the state`);
  print('');
  return { dashboard: token, teacher: ofTeacher, vendor: autorisatiesleutel };
}

/** Prints where the gateway of the story can be looked at, as long as it runs. */
export function tellWhereToLook({ url }: Gateway, { dashboard, teacher, vendor }: DemoTokens): void {
  print('Where to look:');
  print(`  WSDL     ${url}${PATHS.wsdl}`);
  print(`           ${url}${PATHS.rosterWsdl}`);
  print(`  REST     ${url}${PATHS.rest}/openapi.json`);
  print(`  metrics  ${url}${PATHS.metrics}`);
  for (const list of ['results', 'learners', 'groups', 'assessments', 'exchanges'])
    print(`  curl -s -H 'Authorization: Bearer ${dashboard}' '${url}${PATHS.rest}/${list}?limit=2'`);
  print('  as the teacher, by learning goal:');
  for (const path of ['groups', 'goals', 'signals']) print(`  curl -s -H 'Authorization: Bearer ${teacher}' '${url}${PATHS.rest}/${path}'`);
  const { klantcode, klantnaam } = VENDOR;
  print('  as somebody who tests it, like any administration:');
  print(
    `  UWLR_CONFORM_KEY=${vendor} uwlr conform las ${url}${PATHS.roster} --results-url ${url}${PATHS.soap} --klantcode ${klantcode} --klantnaam '${klantnaam}' --school ${SCHOOL.id} --html report.html`,
  );
  print('');
}

/** Whether the administration has just the results of this message, by key. */
function sameKeys({ taken }: SimulatedLas, { toetsafnames }: LeerresultatenVerzoek): boolean {
  const sent = toetsafnames.toetsafname.flatMap(({ resultaten }) => resultaten.resultaat.map(({ key }) => key));
  const has = new Set(taken.map(({ resultaat }) => resultaat.key));
  return has.size === sent.length && sent.every((key) => has.has(key));
}

function stripped(path: string, rule: string, count: number): void {
  detail(`${String(count).padStart(3)} x ${path} (${rule})`);
}

/** Key of the base group. */
function groupOf(pupil: FetchedPupil | undefined): string | undefined {
  const { groep } = (pupil ?? {}) as { readonly groep?: { readonly attributes?: { readonly key?: string } } };
  return groep?.attributes?.key;
}

/** Names of the fields that any of them has. */
function fieldsOf(pupils: readonly FetchedPupil[]): string[] {
  const names = pupils.flatMap(({ attributes, ...fields }) => [...Object.keys(attributes), ...Object.keys(fields)]);
  return [...new Set(names)];
}

function resultsIn({ toetsafnames }: LeerresultatenVerzoek): number {
  return toetsafnames.toetsafname.reduce((sum, { resultaten }) => sum + resultaten.resultaat.length, 0);
}

/** The same each time, though the order of a list follows from keys that are made anew. */
function firstOf(results: readonly StoredResult[]): StoredResult | undefined {
  const place = ({ activity, date, values, norm }: StoredResult) => JSON.stringify([activity.code, date, values, norm]);
  const scored = results.filter(({ values, norm }) => norm !== undefined && values.every(({ kind }) => kind === 'score'));
  return [...scored].sort((one, other) => (place(one) < place(other) ? -1 : 1))[0];
}

async function countsOf(store: Store): Promise<{ readonly results: number; readonly revisions: number; readonly repeated: number }> {
  const { items } = await store.results({ school: SCHOOL.id, limit: 1000 });
  const { items: repeated } = await store.exchanges({ school: SCHOOL.id, outcome: 'repeated', limit: 1000 });
  const revisions = items.reduce((sum, { revision }) => sum + revision, 0);
  return { results: items.length, revisions, repeated: repeated.length };
}

/** The same message with `X` for its first score, as a system in the field sends for a question that was not asked. */
function spoilt(message: LeerresultatenVerzoek): LeerresultatenVerzoek {
  const toetsafname = message.toetsafnames.toetsafname.map(({ resultaten, ...pupil }, at) => ({
    ...pupil,
    resultaten: { resultaat: resultaten.resultaat.map((resultaat, k) => (at + k === 0 ? { ...resultaat, score: 'X' } : resultaat)) },
  }));
  return { ...message, toetsafnames: { toetsafname } };
}
