import { deliverRows } from '../../../src/exchange/intake/slices.js';
import { uwlrMessage } from '../../../src/model/incoming/uwlr-message.js';
import type { Assessment } from '../../../src/model/result.js';
import { schoolId } from '../../../src/model/school-id.js';
import { SchoolKey } from '../../../src/privacy/keys/seal.js';
import type { OutgoingItem } from '../../../src/store/outbox-store.js';
import type { UwlrVersion } from '../../../src/uwlr/finding.js';
import type { Extensions } from '../../../src/uwlr/grammar/decoder.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';

export const SCHOOL_KEY = new SchoolKey(new Uint8Array(32).fill(7));

export interface Outgoing {
  readonly school: string;
  readonly items: readonly OutgoingItem[];
  readonly assessments: readonly Assessment[];
}

/** A message as the gateway has it when its results are to go on: minimised, translated, pupils' keys sealed. */
export function outgoing(
  message: LeerresultatenVerzoek,
  version: UwlrVersion,
  party = 'verzonnen-uitgever',
  extensions?: Extensions,
): Outgoing {
  const school = schoolId(message.school);
  const made = {
    message: uwlrMessage(message),
    version,
    party,
    school,
    infourl: { keep: 'all' } as const,
    schoolKey: SCHOOL_KEY,
    aliases: new Map(),
  };
  const rows = deliverRows({ ...made, ...(extensions === undefined ? {} : { extensions }) });
  const sealedIds = new Map<string, Uint8Array>();
  const items: OutgoingItem[] = [];
  for (const { learners, results } of rows.slices) {
    for (const { alias, sealedId } of learners) if (sealedId !== undefined) sealedIds.set(alias, sealedId);
    for (const { result, assessment, key, sealedKey } of results) {
      const sealedId = sealedIds.get(result.learner);
      items.push({
        delivery: `levering van ${result.id}`,
        kind: 'result',
        content: {
          result: { ...result, revision: 1, storedAt: '2026-11-22T09:00:00.000Z' },
          assessment,
          ...(key === undefined ? {} : { key }),
          ...(sealedKey === undefined ? {} : { sealedKey }),
          ...(sealedId === undefined ? {} : { sealedId }),
          current: true,
        },
      });
    }
  }
  return { school, items, assessments: rows.assessments.map(({ document }) => JSON.parse(document) as Assessment) };
}
