import { QUESTIONS } from '../../model/roster-questions.js';
import type { Terms } from '../../privacy/data-class.js';
import type { ExchangeKind, School } from '../../store/directory.js';
import type { ExchangeActivity, Store } from '../../store/store.js';
import { agreementsBetween } from '../authorise.js';
import { POSTING } from '../post-results.js';
import { termsOf } from '../retention/terms.js';
import { type ProcessingRegister, processingRegister } from './processing-register.js';

/** What exchange records call the messages of an exchange. */
const OPERATIONS: Readonly<Partial<Record<ExchangeKind, readonly string[]>>> = {
  leerlinggegevens: [...new Set(QUESTIONS.map(({ operation }) => operation))],
  leerresultaten: ['BrengLeerresultaten', POSTING],
};

/** The register of a school out of the store, as of now. `terms`: those of the gateway, which the school can only make shorter. */
export async function readRegister(
  store: Pick<Store, 'directory' | 'exchangeActivity' | 'retentionTerms' | 'rosters'>,
  school: School,
  terms: Terms,
  now: Date,
): Promise<ProcessingRegister> {
  const directory = await store.directory();
  const activity = new Map<string, ExchangeActivity>();
  for (const { id, party, from, until, endedAt, exchanges } of agreementsBetween(directory, { school: school.id })) {
    for (const kind of exchanges) {
      const operations = OPERATIONS[kind];
      const end = endedAt ?? until;
      if (operations === undefined) continue;
      const query = { school: school.id, party, operations, since: from, ...(end === undefined ? {} : { until: end }) };
      activity.set(`${id} ${kind}`, await store.exchangeActivity(query));
    }
  }
  const files = (await store.rosters(school.id)).filter(({ party }) => party === undefined);
  return processingRegister(directory, school, {
    at: now.toISOString(),
    lastFile: files
      .map(({ receivedAt }) => receivedAt)
      .sort()
      .at(-1),
    terms: termsOf(school.id, terms, await store.retentionTerms()),
    activityOf: ({ id }, kind) => activity.get(`${id} ${kind}`),
  });
}
