import type { Gateway } from '../../server.js';
import { SyntheticSchool } from '../../simulator/school.js';
import { Vendor } from '../../simulator/vendor.js';
import type { Store } from '../../store/store.js';
import type { LeerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { print } from '../print.js';
import { PATHS } from '../serve.js';
import { Dashboard } from './dashboard.js';
import { furnish, SCHOOL, VENDOR } from './furnish.js';
import { shortened } from './shortened.js';
import { expectTold } from './told.js';

/**
 * Tells the story of the gateway step by step, each one really done: nothing is printed that did not happen. Throws a
 * `CommandError` at the first step that goes another way than it should.
 */
export async function tellStory(gateway: Gateway, data: string): Promise<void> {
  const { store, url } = gateway;
  print('UWLR gateway. Everything and everybody in this demo is invented.\n');

  const { autorisatiesleutel, token } = await furnish(gateway);
  step(1, `The gateway runs on ${url}, with SQLite in ${data}`);
  detail(`school ${SCHOOL.id} (${SCHOOL.name}), vendor ${VENDOR.klantcode}, an agreement with a key, a token for a dashboard`);

  const school = new SyntheticSchool({ brincode: SCHOOL.id });
  const message = school.results(new Date(Date.now() - 2000));
  const count = resultsIn(message);
  const { klantcode, klantnaam } = VENDOR;
  const vendor = await Vendor.connect(`${url}${PATHS.wsdl}`, { autorisatiesleutel, klantcode, klantnaam });
  step(2, `The vendor reads our WSDL with a stock SOAP stack (node-soap) and delivers ${count} results of ${school.pupils.length} pupils`);
  const delivered = await vendor.deliver(message);
  expectTold(delivered.accepted, 'the results were not accepted');
  detail('accepted: leerresultaten_bevestiging, sent after everything was safe on disk');

  step(3, 'The vendor sends a message with a score that is no number');
  const refused = await vendor.deliver(spoilt(school.results(new Date(Date.now() - 1000))));
  expectTold(!refused.accepted, 'a wrong message was accepted');
  const [finding] = refused.findings;
  expectTold(finding !== undefined && refused.code === 'Client.OngeldigBericht', `the fault was ${refused.code}`);
  detail(`refused: ${refused.code}`);
  detail(refused.text);
  detail(`rule ${finding.rule}, line ${finding.line}, ${finding.path}`);

  step(4, 'The answer to the first message got lost, so the vendor sends the same bytes again');
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
  step(5, `A dashboard reads GET ${PATHS.rest}/results, with its token`);
  const results = await dashboard.results();
  expectTold(results.length === count, 'REST does not show what was stored');
  detail(`${results.length} results in the canonical model; the first, shortened:`);
  for (const line of shortened(results[0])) detail(`  ${line}`);

  const { items: accepted } = await store.exchanges({ outcome: 'accepted', limit: 1 });
  const strips = accepted[0]?.strips ?? [];
  expectTold(strips.length > 0, 'nothing was taken out of the message');
  step(6, 'What a result does not need was taken out before anything was stored. The record of it holds no values:');
  for (const { path, rule, count: times } of strips) detail(`${String(times).padStart(3)} x ${path} (${rule})`);

  print('\nWhere to look:');
  print(`  WSDL     ${url}${PATHS.wsdl}`);
  print(`  REST     ${url}${PATHS.rest}/openapi.json`);
  print(`  metrics  ${url}${PATHS.metrics}`);
  for (const list of ['results', 'assessments', 'exchanges'])
    print(`  curl -s -H 'Authorization: Bearer ${token}' '${url}${PATHS.rest}/${list}?limit=2'`);
  print('');
}

function step(number: number, text: string): void {
  print(`${number}. ${text}`);
}

function detail(text: string): void {
  print(`   ${text}`);
}

function resultsIn({ toetsafnames }: LeerresultatenVerzoek): number {
  return toetsafnames.toetsafname.reduce((sum, { resultaten }) => sum + resultaten.resultaat.length, 0);
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
