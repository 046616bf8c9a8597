import { agreementsBetween } from '../exchange/authorise.js';
import type { Agreement, Directory } from '../store/directory.js';
import { AGREEMENT_EXAMPLE, ENDED_EXAMPLE, PARTY_EXAMPLE } from './directory-examples.js';
import { directoryState } from './directory-state.js';
import { listedAgreement, listedParty } from './directory-views.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { LIST } from './parameters.js';
import { uuid } from './path-id.js';

export const AGREEMENT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/parties',
    operation: 'listParties',
    summary: 'Systems that exchange with the gateway',
    description: 'Vendors, administrations and clients: with a school only those that have or had an agreement with it.',
    scopes: ['parties:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'PartyList', description: 'The parties.', example: { items: [PARTY_EXAMPLE] } },
    state: directoryState,
    handle: async ({ reads, school }) => {
      const directory = await reads.directory();
      const { parties } = directory;
      const agreed = new Set(agreementsFor(directory, school).map(({ party }) => party));
      return { body: { items: [...parties.values()].filter(({ klantcode }) => school === '' || agreed.has(klantcode)).map(listedParty) } };
    },
  }),
  endpoint({
    path: '/agreements',
    operation: 'listAgreements',
    summary: 'Who may exchange what for which school, and why',
    description: 'Every agreement, or only those of one school; those that are over too.',
    scopes: ['agreements:read'],
    across: true,
    parameters: { school: LIST.school },
    answer: { schema: 'AgreementList', description: 'The agreements.', example: { items: [AGREEMENT_EXAMPLE] } },
    state: directoryState,
    handle: async ({ reads, school }) => {
      return { body: { items: agreementsFor(await reads.directory(), school).map(listedAgreement) } };
    },
  }),
  endpoint({
    path: '/agreements/{id}/end',
    method: 'post',
    operation: 'endAgreement',
    summary: 'End an agreement now',
    description: 'Nothing moves under it from now on. One that was ended already stays ended since it was.',
    scopes: ['agreements:end'],
    across: true,
    parameters: {},
    id: uuid('`id` of an agreement.'),
    answer: { schema: 'Agreement', description: 'The agreement.', example: ENDED_EXAMPLE },
    handle: async ({ actions, school, id, now }) => {
      const found = async (): Promise<Agreement | undefined> => {
        const agreement = (await actions.directory()).agreements.get(id);
        return school === '' || agreement?.school === school ? agreement : undefined;
      };
      if ((await found()) === undefined) return undefined;
      await actions.endAgreement(id, now.toISOString());
      return { body: listedAgreement((await found()) as Agreement) };
    },
  }),
];

/** Without a school: of any. */
function agreementsFor(directory: Directory, school: string): readonly Agreement[] {
  return agreementsBetween(directory, school === '' ? {} : { school });
}
