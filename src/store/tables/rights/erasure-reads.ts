import type { Receipt } from '../../receipt.js';
import type { ErasedNames, ErasureNotice, StoredReceipt } from '../../rights-store.js';
import { query } from '../../sql/query.js';
import { all, type Script } from '../../sql/script.js';
import { erasureMark } from './erasure-mark.js';

type OfSchool = { readonly school: string };

interface NoticeQuery {
  readonly school: string;
  readonly receiver: string;
  readonly at: string;
  readonly after: number;
  readonly limit: number;
}

const RECEIPTS = query<{ readonly receipt: string; readonly lifted_at: string | null }, OfSchool>(
  () => 'SELECT receipt, lifted_at FROM erasures WHERE school = @school ORDER BY seq DESC',
);
const DIGESTS = query<{ readonly digest: string }, OfSchool>(() => 'SELECT digest FROM erased_names WHERE school = @school');
const NOTICES = query<Omit<ErasureNotice, 'sealedAlias'> & { readonly sealed_alias: Uint8Array }, NoticeQuery>(
  () => `
    SELECT n.seq, e.id AS receipt, n.at, n.until, n.sealed_alias FROM erasure_notices n JOIN erasures e ON e.seq = n.erasure
    WHERE n.school = @school AND n.receiver = @receiver AND n.until > @at AND n.seq > @after ORDER BY n.seq LIMIT @limit`,
);

/** Newest first. */
export function* receiptsOf(school: string): Script<readonly StoredReceipt[]> {
  return (yield* all(RECEIPTS, { school })).map(({ receipt, lifted_at }) => ({
    ...(JSON.parse(receipt) as Receipt),
    ...(lifted_at === null ? {} : { liftedAt: lifted_at }),
  }));
}

/** Two reads: to be asked as of one moment. */
export function* erasedNames(school: string): Script<ErasedNames> {
  const mark = yield* erasureMark(school);
  return { mark, digests: new Set((yield* all(DIGESTS, { school })).map(({ digest }) => digest)) };
}

/** As `RightsStore.erasureNotices`. */
export function* erasureNotices(of: NoticeQuery): Script<readonly ErasureNotice[]> {
  return (yield* all(NOTICES, of)).map(({ sealed_alias, ...notice }) => ({ ...notice, sealedAlias: sealed_alias }));
}
