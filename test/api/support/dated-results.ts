import { delivery, resultRow, slice } from '../../store/support/records.js';
import { DETAIL_URL } from './detail-link.js';
import type { RestServer } from './rest-server.js';
import { keyOf } from './roster-data.js';
import { uuid } from './school-data.js';

let messages = 0;

/** Stores results of the pupil with this key in the administration, by name with their days, in one message. Each has a link of its source. */
export async function deliverOf(
  rest: Pick<RestServer, 'store' | 'keyring'>,
  key: string,
  dates: Readonly<Record<string, string>>,
): Promise<void> {
  messages += 1;
  const learner = (await keyOf(rest)).alias('leerlingid', key);
  const rows = Object.entries(dates).map(([name, date]) => {
    const row = resultRow(uuid(name), { learner });
    return { ...row, result: { ...row.result, date, detailUrl: DETAIL_URL } };
  });
  const id = uuid(`dated message ${messages}`);
  await rest.store.commit(delivery(id, { slices: [slice(rows)], exchange: { resultCount: rows.length } }));
}
