import { StoreError } from '../../store/store-error.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { LIST } from '../shapes/parameters/parameters.js';
import { ERASED_LEARNER } from '../shapes/roster-examples.js';
import { pageAnswer } from './page-answer.js';

const PLACE = /^\d{1,15}$/;

export const ERASURE_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/erasures',
    operation: 'listErasures',
    reads: 'learners',
    summary: 'Erased learners',
    description:
      'Learners that were disclosed to this client and have been erased since. The client must erase its data about them too. Oldest first; each is listed for 90 days.',
    scopes: ['learners:read'],
    parameters: LIST,
    answer: { schema: 'ErasedLearnerList', description: 'A page of erased learners.', example: { items: [ERASED_LEARNER] } },
    handle: async ({ reads, school, client, query, now, schoolKey }) => {
      const { cursor = '0', limit } = query;
      if (!PLACE.test(cursor)) throw new StoreError('unknown', 'erasures: the cursor is not one of this list');
      const asked = { school, receiver: client, at: now.toISOString(), after: Number(cursor), limit: limit + 1 };
      const notices = await reads.erasureNotices(asked);
      if (notices.length === 0) return pageAnswer({ items: [] });
      const key = await schoolKey();
      const items = notices.slice(0, limit);
      const next = notices.length > limit ? { next: String(items.at(-1)?.seq) } : {};
      // The day only: by the instant, clients could tell each other whom they mean.
      return pageAnswer({ items, ...next }, ({ sealedAlias, at }) => ({ learner: key.open(sealedAlias), erasedOn: at.slice(0, 10) }));
    },
  }),
];
