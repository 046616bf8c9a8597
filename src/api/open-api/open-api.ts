import { supplied } from '../../core/supplied.js';
import { isScope, SCOPES, type Scope } from '../../directory/access/scopes.js';
import { ENDPOINTS } from '../endpoints/endpoints.js';
import type { Endpoint } from '../http/endpoint.js';
import { AUDIT_SCHEMA } from '../shapes/audit-schema.js';
import { DELIVERY_SCHEMAS } from '../shapes/delivery-schemas.js';
import { DETAIL_LINK_SCHEMA } from '../shapes/detail-link-schema.js';
import { AGREEMENT_DETAIL_SCHEMA, AGREEMENT_SCHEMA, PARTY_SCHEMA, REPLACEMENT_SCHEMA, SCHOOL_SCHEMA } from '../shapes/directory-schemas.js';
import { EXCHANGE_SCHEMA } from '../shapes/exchange-schema.js';
import { GOAL_SCHEMAS } from '../shapes/goals/goal-schemas.js';
import { REPORT_SCHEMAS } from '../shapes/goals/report-schemas.js';
import { listSchema, pageSchema } from '../shapes/list-schema.js';
import { modelSchemas, storedResultSchema, storedSchema } from '../shapes/model-schemas.js';
import type { JsonSchema, Parameter } from '../shapes/parameters/parameter.js';
import type { PathId } from '../shapes/parameters/path-id.js';
import { PROBLEM_SCHEMA } from '../shapes/problem-schema.js';
import { PROOF_SCHEMAS } from '../shapes/proof-schemas.js';
import { rosterSchemas } from '../shapes/roster-schemas.js';
import { SIGNAL_SCHEMAS } from '../shapes/signal-schemas.js';
import { sourceSchema } from '../shapes/sources/source-schemas.js';
import { TAKEN_SCHEMA } from '../shapes/taken-schema.js';
import { TEACHING_SCHEMAS } from '../shapes/teaching/schemas.js';
import { answers, doneAnswers, openAnswers, problemResponses, takenAnswers } from './open-api-answers.js';

const SECURITY = 'token';
const OAUTH = 'oauth2';

/** The OpenAPI 3.1 document of the REST side, made from what the routes are made of. `base` is where it is reached, `tokenUrl` where clients get tokens. */
export function openApi(base: string, tokenUrl: string): JsonSchema {
  return {
    openapi: '3.1.1',
    info: {
      title: 'UWLR gateway',
      version: '1.0.0',
      summary: 'Results, assessments, exchanges and pupils of one school.',
      description:
        'Figures are shown as their source sent them. They are not combined, compared or judged. A list contains what this gateway received and stored; the absence of a result says nothing about a learner. Pupils are shown as pseudonyms unless the token may read identities and the request asks for them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: base }],
    security: [{ [SECURITY]: [] }, { [OAUTH]: [] }],
    paths: {
      ...paths(),
      '/openapi.json': { get: SELF },
    },
    components: {
      securitySchemes: {
        [SECURITY]: { type: 'http', scheme: 'bearer', description: 'A token for one school or for a role, made with `uwlr token add`.' },
        [OAUTH]: {
          type: 'oauth2',
          description: 'A token valid for ten minutes. The client authenticates with a secret or a signed assertion (`uwlr client add`).',
          flows: { clientCredentials: { tokenUrl, scopes: Object.fromEntries(SCOPES.map((scope) => [scope, opened(scope)])) } },
        },
      },
      responses: problemResponses(),
      schemas: schemas(),
    },
  };
}

const SELF = {
  operationId: 'getOpenApi',
  summary: 'This document',
  security: [],
  responses: openAnswers(),
};

/** What can be done at each path, by method. */
function paths(): JsonSchema {
  const found: Record<string, JsonSchema> = {};
  for (const endpoint of ENDPOINTS) found[endpoint.path] = { ...found[endpoint.path], [endpoint.method ?? 'get']: operation(endpoint) };
  return found;
}

function operation(endpoint: Endpoint): JsonSchema {
  const {
    method,
    operation,
    summary,
    description,
    scopes,
    also = [],
    identities,
    id,
    parameters,
    body,
    answer,
    posted,
    conflicts,
    refers,
    goal,
  } = endpoint;
  const keyed = endpoint.posted === 'PostedResults';
  const inQuery = method === 'post' ? [] : Object.entries(parameters).map(([name, parameter]) => described(name, parameter));
  return {
    operationId: operation,
    summary,
    description: `${description}\n\n${needed(scopes, also, identities)}`,
    security: scopes.flatMap((scope) => [{ [SECURITY]: [scope, ...also] }, ...(isScope(scope) ? [{ [OAUTH]: [scope, ...also] }] : [])]),
    parameters: [
      ...(id === undefined ? [] : [inPath('id', id)]),
      ...(goal === undefined ? [] : [inPath('goal', goal)]),
      ...inQuery,
      ...(keyed ? [KEY_HEADER] : []),
    ],
    ...(method === 'post' ? { requestBody: posted === undefined ? requestBody(parameters, body) : postedBody(posted, body) } : {}),
    responses:
      method === 'post'
        ? posted === undefined
          ? doneAnswers(answer, { id: id !== undefined || refers === true, conflicts: conflicts === true })
          : takenAnswers(answer, keyed)
        : answers(answer, { list: 'cursor' in parameters, id: id !== undefined, redirects: endpoint.redirects === true }),
  };
}

const KEY_HEADER: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Chosen by the client: a new value for each request, and the same value when a request is repeated. A UUID is suitable.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '4b1f6a0e-9d4c-4a55-8f0e-2a7d3b9c1e60',
};

function postedBody(schema: string, example: Endpoint['body'] = {}): JsonSchema {
  return { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, example } } };
}

/** A path that is read goes by itself; another thing to do there by its method too. */
export function named({ path, method }: Endpoint): string {
  const shared = ENDPOINTS.some((other) => other.path === path && other.method !== method);
  return shared && method === 'post' ? `POST ${path}` : path;
}

/** What a scope opens, in words for whoever is to grant it. */
function opened(scope: Scope): string {
  const paths = ENDPOINTS.filter(({ scopes }) => scopes.includes(scope)).map(named);
  return paths.length === 0 ? 'What names somebody, beside the scope for reading.' : `Opens ${paths.join(', ')}.`;
}

/** What changes something takes a body, so that it can be asked to be JSON, also where nothing needs to be said in it. */
function requestBody(parameters: Endpoint['parameters'], example: Endpoint['body'] = {}): JsonSchema {
  const members = Object.entries(parameters).map(([name, { schema, description }]) => [name, { ...schema, description }]);
  const required = Object.entries(parameters).flatMap(([name, parameter]) => ('needed' in parameter ? [name] : []));
  const schema = {
    type: 'object',
    properties: Object.fromEntries(members),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
  return { required: true, content: { 'application/json': { schema, example } } };
}

function needed(scopes: Endpoint['scopes'], also: readonly string[], identities: Endpoint['identities']): string {
  const either = scopes.map((scope) => `\`${scope}\``).join(' or ');
  const needs = `Needs the scope ${[either, ...also.map((scope) => `\`${scope}\``)].join(' and ')}`;
  return `${needs}${identities === undefined ? '' : `; with \`identities=true\` also \`${identities}\``}.`;
}

function described(name: string, { description, schema, example }: Parameter<unknown>): JsonSchema {
  return { name, in: 'query', required: false, description, schema, ...supplied({ example }) };
}

function inPath(name: string, { description, schema }: PathId): JsonSchema {
  return { name, in: 'path', required: true, description, schema };
}

function schemas(): Record<string, JsonSchema> {
  const model = modelSchemas();
  const { Result, Assessment } = model;
  if (Result === undefined || Assessment === undefined) throw new Error('schemas/model lacks result.json or assessment.json');
  return {
    Result: storedResultSchema(Result),
    Assessment: storedSchema(Assessment),
    Exchange: EXCHANGE_SCHEMA,
    ResultList: pageSchema('Result'),
    AssessmentList: pageSchema('Assessment'),
    ExchangeList: pageSchema('Exchange'),
    RevisionList: listSchema('Result'),
    AuditEntry: AUDIT_SCHEMA,
    AuditList: pageSchema('AuditEntry'),
    School: SCHOOL_SCHEMA,
    Party: PARTY_SCHEMA,
    Agreement: AGREEMENT_SCHEMA,
    AgreementDetail: AGREEMENT_DETAIL_SCHEMA,
    AgreementReplacement: REPLACEMENT_SCHEMA,
    SchoolList: listSchema('School'),
    PartyList: listSchema('Party'),
    AgreementList: listSchema('Agreement'),
    ...PROOF_SCHEMAS,
    KeyList: listSchema('Key'),
    TokenList: listSchema('Token'),
    ClientKeyList: listSchema('ClientKey'),
    ...DELIVERY_SCHEMAS,
    ...GOAL_SCHEMAS,
    ...rosterSchemas(model),
    PostedResults: model['PostedResults'] ?? {},
    ...SIGNAL_SCHEMAS,
    ...TEACHING_SCHEMAS,
    TakenResults: TAKEN_SCHEMA,
    DetailLink: DETAIL_LINK_SCHEMA,
    ...REPORT_SCHEMAS,
    Source: sourceSchema(model['SourceProfile'] ?? {}),
    SourceProfile: { $defs: model['SourceProfile']?.['$defs'] },
    SourceList: listSchema('Source'),
    Problem: PROBLEM_SCHEMA,
  };
}
