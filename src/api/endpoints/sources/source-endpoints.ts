import { agreementsBetween } from '../../../directory/authorise.js';
import { type Endpoint, endpoint } from '../../http/endpoint.js';
import { LIST, PARTY } from '../../shapes/parameters/parameters.js';
import { SOURCE_EXAMPLE } from '../../shapes/sources/source-schemas.js';

export const SOURCE_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/sources',
    operation: 'listSources',
    summary: 'What vendors declare about their products',
    description:
      'The source profile in force of each product of the vendors that the school has or had an agreement with, in order of vendor and product: what its figures mean and do not mean, in the words of the vendor. The gateway checks none of it. A product without a profile is not in the list: nothing is declared about it.',
    scopes: ['goals:read'],
    parameters: { school: LIST.school, party: PARTY },
    answer: { schema: 'SourceList', description: 'The profiles.', example: { items: [SOURCE_EXAMPLE] } },
    handle: async ({ reads, school, query: { party: only } }) => {
      const directory = await reads.directory();
      const confirmed = await reads.profileConfirmations(school);
      const items = (await reads.profilesInForce())
        .filter(({ party }) => (only === undefined || party === only) && agreementsBetween(directory, { school, party }).length > 0)
        .map(({ version, ...profile }) => {
          const own = confirmed.find((one) => one.party === profile.party && one.product === profile.product && one.version === version);
          return { ...profile, version: String(version), ...(own === undefined ? {} : { confirmedAt: own.confirmedAt }) };
        });
      return { body: { items } };
    },
  }),
];
