import { supplied } from '../../core/supplied.js';
import type { DeliveryView } from '../../store/outbox-store.js';
import type { Page } from '../../store/store.js';
import { invalidParameter } from '../http/as-problem.js';
import { type Call, type Endpoint, endpoint } from '../http/endpoint.js';
import type { Parameters } from '../http/read-query.js';
import { DELIVERY_DETAIL_EXAMPLE, DELIVERY_EXAMPLE, STATUS_EXAMPLE } from '../shapes/delivery-examples.js';
import { shownDelivery, shownDetail, shownStatus } from '../shapes/delivery-view.js';
import { DELIVERY_FILTER, filterOf } from '../shapes/parameters/delivery-parameters.js';
import { code } from '../shapes/parameters/parameter.js';
import { LIST } from '../shapes/parameters/parameters.js';
import { pageAnswer } from './page-answer.js';
import { targetsFor } from './target-endpoints.js';

const RESULT = code(
  'Only this result: the `id` that this client knows. For tokens that may read results.',
  '0e2f1a94-6f0c-5d8b-9a51-3b0f5f7d2c11',
);

const QUERY = { ...LIST, ...DELIVERY_FILTER, result: RESULT };

export const DELIVERY_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/deliveries',
    operation: 'listDeliveries',
    reads: 'deliveries',
    summary: 'Deliveries',
    description:
      'Newest first: each delivery of one revision of a result, or of its withdrawal, to one target, with its state. Deliveries do not show content. `result` is shown to tokens that may read results.',
    scopes: ['deliveries:read'],
    across: true,
    parameters: QUERY,
    answer: { schema: 'DeliveryList', description: 'A page of deliveries.', example: { items: [DELIVERY_EXAMPLE] } },
    handle: async (call) => {
      const { items, ...more } = await found(call);
      const names = await resultNames(call, items);
      return pageAnswer({ items: items.map((one) => shownDelivery(one, names.get(one.id))), ...more });
    },
  }),
  endpoint({
    path: '/deliveries/status',
    operation: 'getDeliveryStatus',
    summary: 'Status of each target',
    description: 'The number of deliveries in each state, the time the oldest has been waiting, and what blocks the target, if anything.',
    scopes: ['deliveries:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'TargetStatusList', description: 'The targets.', example: { items: [STATUS_EXAMPLE] } },
    handle: async ({ reads, school, now }) => {
      const targets = new Map(targetsFor(await reads.directory(), school).map((target) => [target.id, target]));
      const all = await reads.deliveryStatus(now.toISOString(), ...(school === '' ? [] : [school]));
      return {
        body: {
          items: all.flatMap((one) => {
            const target = targets.get(one.target);
            return target === undefined ? [] : [shownStatus(one, target)];
          }),
        },
      };
    },
  }),
  endpoint({
    path: '/deliveries/{id}',
    operation: 'getDelivery',
    reads: 'deliveries',
    summary: 'One delivery',
    description: 'One delivery, with every attempt to send a message that contained it, oldest first.',
    scopes: ['deliveries:read'],
    across: true,
    parameters: {},
    id: { description: '`id` of a delivery.', schema: { type: 'string', minLength: 1 } },
    answer: { schema: 'DeliveryDetail', description: 'The delivery.', example: DELIVERY_DETAIL_EXAMPLE },
    handle: async (call) => {
      const { reads, school, id } = call;
      const delivery = await reads.delivery(id);
      if (delivery === undefined || (school !== '' && delivery.school !== school)) return undefined;
      return { body: shownDetail(delivery, (await resultNames(call, [delivery])).get(delivery.id)) };
    },
  }),
];

/** Of a result that was given another id since, the first of its ids that leads to something. */
async function found(call: Call<typeof QUERY>): Promise<Page<DeliveryView>> {
  const { reads, school, query } = call;
  const asked = { ...filterOf(query, school), limit: query.limit, ...supplied({ cursor: query.cursor }) };
  if (query.result === undefined) return reads.deliveries(asked);
  if (!maySeeResults(call)) throw invalidParameter('result', 'is for tokens of a school that may read results');
  for (const result of (await call.names()).resultsCalled(query.result)) {
    const page = await reads.deliveries({ ...asked, result });
    if (page.items.length > 0) return page;
  }
  return { items: [] };
}

/** What this client calls the results of deliveries, by id of the delivery. */
async function resultNames(call: Call<Parameters>, items: readonly DeliveryView[]): Promise<ReadonlyMap<string, string>> {
  const of = items.flatMap(({ id, result }) => (result === undefined ? [] : [{ id, result }]));
  if (of.length === 0 || !maySeeResults(call)) return new Map();
  const told = (await call.names()).tellResults(of.map(({ result }) => result));
  return new Map(of.map(({ id }, at) => [id, told[at] as string]));
}

function maySeeResults({ scopes, school }: Call<Parameters>): boolean {
  return school !== '' && scopes.includes('results:read');
}
