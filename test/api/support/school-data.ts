import { createHash } from 'node:crypto';
import type { Assessment } from '../../../src/model/result.js';
import type { AssessmentRow, Store } from '../../../src/store/store.js';
import { delivery, exchange, PARTY, resultRow, SCHOOL, slice } from '../../store/support/records.js';

interface Of {
  readonly school?: string;
  readonly party?: string;
  readonly learner?: string;
  /** Exchange whose bytes these are again. */
  readonly repeats?: string;
}

/** The same id for the same name, in the form that ids have. */
export function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

let messages = 0;

/** Stores a message with these results, by name or with their score. Gives the id of the exchange. */
export async function deliver(
  store: Store,
  scores: Readonly<Record<string, string>>,
  { learner, repeats, ...of }: Of = {},
): Promise<string> {
  messages += 1;
  const id = uuid(`message ${messages}`);
  const rows = Object.entries(scores).map(([name, score]) =>
    resultRow(uuid(name), { ...of, ...(learner === undefined ? {} : { learner }), score }),
  );
  await store.commit(
    delivery(id, {
      ...of,
      ...(repeats === undefined ? {} : { content: repeats }),
      slices: rows.length === 0 ? [] : [slice(rows)],
      exchange: { resultCount: rows.length },
      assessments: [assessmentRow('T1', of)],
      strips: () => [{ path: 'leerresultaten_verzoek/school/auteur', rule: 'not-in-profile', count: 1 }],
    }),
  );
  return id;
}

/** Records a message that was refused. Gives the id of the exchange. */
export async function refuse(store: Store, of: { readonly school?: string; readonly party?: string } = {}): Promise<string> {
  messages += 1;
  const id = uuid(`message ${messages}`);
  const finding = {
    severity: 'error',
    path: '/leerresultaten_verzoek/school',
    line: 4,
    column: 9,
    message: 'brincode is missing',
  } as const;
  await store.record(
    exchange(id, {
      school: SCHOOL,
      party: PARTY,
      ...of,
      faultCode: 'Client.OngeldigBericht',
      findings: [{ rule: 'UWLR-LR-001', ...finding }],
      findingCount: 1,
    }),
  );
  return id;
}

function assessmentRow(
  code: string,
  { school = SCHOOL, party = PARTY }: { readonly school?: string; readonly party?: string },
): AssessmentRow {
  const id = uuid(`${code} of ${party} for ${school}`);
  const document: Assessment = {
    id,
    school,
    source: { party, version: '2.2' },
    code: { value: code },
    name: 'Rekenen blok 1',
    hierarchy: [],
    norm: { bands: [{ term: 'goed', from: '6', to: '10' }] },
    parts: [],
    losses: [],
  };
  return { id, code, document: JSON.stringify(document) };
}
