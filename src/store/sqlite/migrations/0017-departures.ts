import type { Migration } from './migration.js';

/** Whether a delivery that was put on record left the gateway. */
export const DEPARTURES: Migration = {
  number: 17,
  name: 'departures',
  sql: `
-- 1: it left. 0: it was being sent, and nobody wrote down what came of it. Null: a delivery of before this migration, which may have been an
-- attempt that reached nobody. Whatever else there was before went out as soon as it was on record.
ALTER TABLE disclosures ADD COLUMN departed INTEGER CHECK (departed IN (0, 1));
UPDATE disclosures SET departed = 1 WHERE operation <> 'result.deliver';
`,
};
