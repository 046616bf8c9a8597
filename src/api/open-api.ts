import type { Endpoint } from './endpoint.js';
import { ENDPOINTS } from './endpoints.js';
import { EXCHANGE_SCHEMA } from './exchange-schema.js';
import { modelSchemas, storedSchema } from './model-schemas.js';
import { answers, openAnswers, problemResponses } from './open-api-answers.js';
import type { JsonSchema, Parameter } from './parameter.js';
import { PROBLEM_SCHEMA } from './problem-schema.js';

const SECURITY = 'token';

/** The OpenAPI 3.1 document of the REST side, made from what the routes are made of. `base` is where it is reached. */
export function openApi(base: string): JsonSchema {
  return {
    openapi: '3.1.1',
    info: {
      title: 'UWLR gateway',
      version: '1.0.0',
      summary: 'Results, assessments and exchanges of one school.',
      description:
        'Figures are shown as their source sent them, beside each other. Nothing is put together, compared or judged. A list holds what this gateway received and stored: from what is not on it nothing follows about a learner.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: base }],
    security: [{ [SECURITY]: [] }],
    paths: {
      ...Object.fromEntries(ENDPOINTS.map((endpoint) => [endpoint.path, { get: operation(endpoint) }])),
      '/openapi.json': { get: SELF },
    },
    components: {
      securitySchemes: {
        [SECURITY]: { type: 'http', scheme: 'bearer', description: 'A token of one school, made with `uwlr token add`.' },
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

function operation({ operation, summary, description, scope, id, parameters, answer }: Endpoint): JsonSchema {
  const inQuery = Object.entries(parameters).map(([name, parameter]) => described(name, parameter));
  return {
    operationId: operation,
    summary,
    description: `${description}\n\nNeeds the scope \`${scope}\`.`,
    security: [{ [SECURITY]: [scope] }],
    parameters: [...(id === undefined ? [] : [inPath(id)]), ...inQuery],
    responses: answers(answer, { list: 'cursor' in parameters, id: id !== undefined }),
  };
}

function described(name: string, { description, schema, example }: Parameter<unknown>): JsonSchema {
  return { name, in: 'query', required: false, description, schema, ...(example === undefined ? {} : { example }) };
}

function inPath(description: string): JsonSchema {
  return { name: 'id', in: 'path', required: true, description, schema: { type: 'string', format: 'uuid' } };
}

function schemas(): Record<string, JsonSchema> {
  const { Result, Assessment } = modelSchemas();
  if (Result === undefined || Assessment === undefined) throw new Error('schemas/model lacks result.json or assessment.json');
  return {
    Result: storedSchema(Result),
    Assessment: storedSchema(Assessment),
    Exchange: EXCHANGE_SCHEMA,
    ResultList: page('Result'),
    AssessmentList: page('Assessment'),
    ExchangeList: page('Exchange'),
    RevisionList: list('Result'),
    Problem: PROBLEM_SCHEMA,
  };
}

function page(item: string): JsonSchema {
  const next = { type: 'string', description: 'Give it as `cursor` for the next page. Absent: this was the last one for now.' };
  return { ...list(item, { next }) };
}

function list(item: string, more: Record<string, JsonSchema> = {}): JsonSchema {
  const items = { type: 'array', items: { $ref: `#/components/schemas/${item}` } };
  return { type: 'object', properties: { items, ...more }, required: ['items'], additionalProperties: false };
}
