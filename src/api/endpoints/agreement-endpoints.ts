import { endAgreement } from '../../admin/agreements/end-agreement.js';
import { replaceAgreement } from '../../admin/agreements/replace-agreement.js';
import { showAgreement } from '../../admin/agreements/show-agreement.js';
import { supplied } from '../../core/supplied.js';
import { SCOPES } from '../../directory/access/scopes.js';
import { agreementsBetween } from '../../directory/authorise.js';
import type { Agreement, Directory } from '../../directory/directory.js';
import { agreedProfile, RESULTS_ONLY } from '../../privacy/fields/agreed-profile.js';
import { invalidParameter } from '../http/as-problem.js';
import { type ActingCall, type Answer, type Endpoint, endpoint } from '../http/endpoint.js';
import {
  AGREEMENT_DETAIL_EXAMPLE,
  AGREEMENT_EXAMPLE,
  ENDED_EXAMPLE,
  PARTY_EXAMPLE,
  REPLACEMENT_EXAMPLE,
} from '../shapes/directory-examples.js';
import { listedAgreement, listedParty } from '../shapes/directory-views.js';
import { instant } from '../shapes/parameters/instant.js';
import { code, flag, type Parameter, someOf } from '../shapes/parameters/parameter.js';
import { LIST } from '../shapes/parameters/parameters.js';
import { uuid } from '../shapes/parameters/path-id.js';
import { directoryState } from './directory-state.js';

const PROFILE = code(
  'Which fields may go: `smalle-set`, `lvs-set`, one of these with a version, `custom` or `resultaten`.',
  'smalle-set',
  64,
);
const FIELDS = code('Only these fields of the profile, with commas between them.', 'leerling/roepnaam,leerling/groep', 8_000);

/** What may be different in an agreement that takes the place of another. */
const REVISION = {
  from: instant('When the change takes effect; without it now, or when the agreement begins.', '2026-11-01T00:00:00Z'),
  until: instant('When the new agreement is over.', '2027-08-01T00:00:00Z'),
  noEnd: flag('True: the new agreement has no end.'),
  exchanges: someOf('Over UWLR: what may be exchanged.', ['leerlinggegevens', 'leerresultaten'] as const),
  profile: {
    ...PROFILE,
    read: (text) => (text === RESULTS_ONLY || agreedProfile(text) !== undefined ? text : undefined),
  } satisfies Parameter<string>,
  fields: {
    ...FIELDS,
    read: (text) => {
      const names = text.split(',').map((name) => name.trim());
      return names.every((name) => name !== '') ? [...new Set(names)] : undefined;
    },
  } satisfies Parameter<readonly string[]>,
  allFields: flag('True: all fields of the profile.'),
  scopes: someOf('Over REST: what a client may do.', SCOPES),
  purpose: code('What the data are for.', 'Resultaten bespreken', 500),
  dryRun: flag('True: says what would change, and changes nothing.'),
};

export const AGREEMENT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    path: '/parties',
    operation: 'listParties',
    summary: 'Systems that exchange with the gateway',
    description: 'Vendors, school administrations and clients. With `school`: only those that have or had an agreement with it.',
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
    path: '/parties/{id}',
    operation: 'getParty',
    summary: 'One party',
    description: 'A vendor, an administration or a client. With a token of a school only one that has or had an agreement with it.',
    scopes: ['parties:read'],
    across: true,
    parameters: {},
    id: { description: 'Klantcode of a party.', schema: { type: 'string', minLength: 1, examples: ['VERZONNEN-EA'] } },
    answer: { schema: 'Party', description: 'The party.', example: PARTY_EXAMPLE },
    state: directoryState,
    handle: async ({ reads, school, id }) => {
      const directory = await reads.directory();
      const party = directory.parties.get(id);
      const isTheirs = school === '' || agreementsBetween(directory, { school, party: id }).length > 0;
      return party !== undefined && isTheirs ? { body: listedParty(party) } : undefined;
    },
  }),
  endpoint({
    path: '/agreements',
    operation: 'listAgreements',
    summary: 'Agreements',
    description: 'Every agreement, or only those of one school, including those that have ended.',
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
    path: '/agreements/{id}',
    operation: 'getAgreement',
    summary: 'One agreement',
    description: 'The agreement, its state now, and every field that it allows.',
    scopes: ['agreements:read'],
    across: true,
    parameters: {},
    id: uuid('`id` of an agreement.'),
    answer: { schema: 'AgreementDetail', description: 'The agreement.', example: AGREEMENT_DETAIL_EXAMPLE },
    handle: async ({ reads, school, id, now }) => {
      const { keys: _, agreement, ...detail } = await showAgreement({ store: reads, at: now.toISOString() }, id, only(school));
      return { body: { agreement: listedAgreement(agreement), ...detail } };
    },
  }),
  endpoint({
    path: '/agreements/{id}/replace',
    method: 'post',
    operation: 'replaceAgreement',
    summary: 'Replace an agreement from a moment on',
    description:
      'The new agreement takes effect at `from`, and the old one ends at that moment. What is not given stays as it is. `changes` lists the differences.',
    scopes: ['agreements:change'],
    across: true,
    parameters: REVISION,
    conflicts: true,
    id: uuid('`id` of an agreement.'),
    body: { from: '2026-11-01T00:00:00Z', until: '2027-08-01T00:00:00Z', dryRun: true },
    answer: { schema: 'AgreementReplacement', description: 'Both agreements, and the differences.', example: REPLACEMENT_EXAMPLE },
    handle: replace,
  }),
  endpoint({
    path: '/agreements/{id}/end',
    method: 'post',
    operation: 'endAgreement',
    summary: 'End an agreement now',
    description: 'Nothing is exchanged under the agreement from now on. An agreement that has already ended keeps its original end time.',
    scopes: ['agreements:end'],
    across: true,
    parameters: {},
    id: uuid('`id` of an agreement.'),
    answer: { schema: 'Agreement', description: 'The agreement.', example: ENDED_EXAMPLE },
    handle: async ({ actions, school, id, now }) => {
      const { agreement } = await endAgreement({ store: actions, at: now.toISOString() }, id, only(school));
      return { body: listedAgreement(agreement) };
    },
  }),
];

/** The only school whose agreements count; undefined: those of every school do. */
function only(school: string): string | undefined {
  return school === '' ? undefined : school;
}

async function replace({ actions, school, id, now, query }: ActingCall<typeof REVISION>): Promise<Answer> {
  const { dryRun, allFields, noEnd, fields, ...given } = query;
  if (allFields && fields !== undefined) throw invalidParameter('allFields', 'does not go with `fields`');
  if (noEnd && given.until !== undefined) throw invalidParameter('noEnd', 'does not go with `until`');
  const revision = {
    ...given,
    ...supplied({ fields }),
    ...(allFields ? { fields: null } : {}),
    ...(noEnd ? { until: null } : {}),
  };
  const how = { dryRun, ...(school === '' ? {} : { school }) };
  const { agreement, replaces, changes, remarks } = await replaceAgreement({ store: actions, at: now.toISOString() }, id, revision, how);
  return { body: { agreement: listedAgreement(agreement), replaces: listedAgreement(replaces), changes, remarks } };
}

/** Without a school: of any. */
function agreementsFor(directory: Directory, school: string): readonly Agreement[] {
  return agreementsBetween(directory, school === '' ? {} : { school });
}
