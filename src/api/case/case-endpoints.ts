import { CaseWriter } from '../../goals/export/write-case.js';
import type { GoalIndex, IndexedRelation, IndexedSet } from '../../goals/goal-index.js';
import type { Answer, Call } from '../http/endpoint.js';
import { type Endpoint, endpoint } from '../http/endpoint.js';
import { wholeNumber } from '../shapes/parameters/parameter.js';
import { uuid } from '../shapes/parameters/path-id.js';
import { CaseCatalogue } from './case-catalogue.js';

const PAGE = {
  limit: wholeNumber('Maximum number of documents.', 1, 1_000, 100),
  offset: wholeNumber('How many documents to leave out first.', 0, 1_000_000, 0),
} as const;

type Asked = Pick<Call<Record<string, never>>, 'reads' | 'school' | 'id'>;

const common = { scopes: ['goals:read'], description: 'As CASE 1.1 describes it.' } as const;
const answer = (schema: string) => ({ schema, description: 'As CASE 1.1 describes it.', example: {} });

/** What CASE 1.1 (1EdTech) lets a consumer read, under `/ims/case/v1p1`. */
export const CASE_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    ...common,
    path: '/CFDocuments',
    operation: 'getAllCFDocuments',
    summary: 'Sets of goals',
    parameters: PAGE,
    answer: answer('CFDocumentSet'),
    handle: async ({ reads, school, query: { limit, offset } }) => {
      const sets = (await reads.goalIndex()).allSets({ school }).slice(offset, offset + limit);
      return { body: { CFDocuments: sets.map((set) => writerOf(set).document()) } };
    },
  }),
  endpoint({
    ...common,
    path: '/CFDocuments/{id}',
    operation: 'getCFDocument',
    summary: 'One set of goals',
    parameters: {},
    id: uuid('UUID of a document.'),
    answer: answer('CFDocument'),
    handle: async (call) => {
      const set = await setOf(call);
      return set && { body: writerOf(set).document() };
    },
  }),
  endpoint({
    ...common,
    path: '/CFPackages/{id}',
    operation: 'getCFPackage',
    summary: 'One set with all that is in it',
    parameters: {},
    id: uuid('UUID of a document.'),
    answer: answer('CFPackage'),
    handle: async (call) => {
      const set = await setOf(call);
      const whole = set && (await call.reads.goalSet(set.seq));
      return whole && { body: writerOf(set).package(whole) };
    },
  }),
  endpoint({
    ...common,
    path: '/CFItems/{id}',
    operation: 'getCFItem',
    summary: 'One goal',
    parameters: {},
    id: uuid('UUID of a goal.'),
    answer: answer('CFItem'),
    handle: itemAnswer,
  }),
  endpoint({
    ...common,
    path: '/CFAssociations/{id}',
    operation: 'getCFAssociation',
    summary: 'One relation',
    parameters: {},
    id: uuid('UUID of an association.'),
    answer: answer('CFAssociation'),
    handle: async ({ reads, school, id }) => {
      const index = await reads.goalIndex();
      const relation = await CaseCatalogue.of(index).relation(id);
      return relation && isFor(index.set(relation.set)!, school) ? { body: associationOf(index, relation, school) } : undefined;
    },
  }),
  endpoint({
    ...common,
    path: '/CFItemAssociations/{id}',
    operation: 'getCFItemAssociations',
    summary: 'One goal with its relations',
    parameters: {},
    id: uuid('UUID of a goal.'),
    answer: answer('CFAssociationSet'),
    handle: async (call) => {
      const item = await itemAnswer(call);
      if (item === undefined) return undefined;
      const { reads, school, id } = call;
      const index = await reads.goalIndex();
      const uri = (await CaseCatalogue.of(index).goal(id)) as string;
      const relations = [...index.relationsFrom(uri, { school }), ...index.relationsTo(uri, { school })];
      return { body: { CFItem: item.body, CFAssociations: relations.map((relation) => associationOf(index, relation, school)) } };
    },
  }),
];

async function setOf({ reads, school, id }: Asked): Promise<IndexedSet | undefined> {
  return CaseCatalogue.of(await reads.goalIndex()).set(id, school);
}

async function itemAnswer({ reads, school, id }: Asked): Promise<Answer | undefined> {
  const index = await reads.goalIndex();
  const uri = await CaseCatalogue.of(index).goal(id);
  const found = uri === undefined ? undefined : index.goal(uri, { school });
  const goal = found && (await reads.goal(found.set, found.uri));
  return goal && { body: writerOf(index.set(found.set)!).item(goal) };
}

function associationOf(index: GoalIndex, relation: IndexedRelation, school: string): object {
  return writerOf(index.set(relation.set)!).association(relation, (uri) => index.goal(uri, { school })?.title);
}

function writerOf({ seq: _, school: __, importedAt, ...set }: IndexedSet): CaseWriter {
  return new CaseWriter(set, importedAt);
}

function isFor(set: IndexedSet, school: string): boolean {
  return set.school === undefined || set.school === school;
}
