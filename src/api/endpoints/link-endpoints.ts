import { type Endpoint, endpoint } from '../http/endpoint.js';

const URL_EXAMPLE = 'https://resultaten.uitgever.example/afname/verzonnen';

export const LINK_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/links/{id}',
    operation: 'followLink',
    reads: 'links',
    summary: 'Where a link to details leads',
    description:
      'The page of the vendor about a result. Pseudonymous receivers get a link to this path as `detailUrl`, and only somebody signed in for the school can follow it: a token with the role school, supervisor or teacher. A teacher follows links of the own groups only. The audit records each time. A request that accepts HTML, as a browser sends it, is redirected; others get the address.',
    scopes: ['links:follow'],
    parameters: {},
    id: { description: 'The last part of a `detailUrl`.', schema: { type: 'string', minLength: 1 } },
    redirects: true,
    answer: { schema: 'DetailLink', description: 'The page of the vendor.', example: { url: URL_EXAMPLE } },
    handle: async ({ reads, school, id, schoolKey }) => {
      const result = (await schoolKey()).detailLinks.open(id);
      const current = result === undefined ? undefined : (await reads.revisions(school, result)).at(-1);
      const url = current?.detailUrl;
      return url === undefined ? undefined : { body: { url }, location: url };
    },
  }),
];
