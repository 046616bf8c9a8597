import { type Claim, claimsInNames } from './claims-in-names.js';
import { claimsInSchema } from './claims-in-schema.js';

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape is what is being checked
type Document = any;

/** Every claim that an OpenAPI document makes possible: in its paths, operations, parameters, answers, bodies and components. */
export function claimsInApi(document: Document): readonly Claim[] {
  const { components = {}, paths = {} } = document;
  const inComponents = Object.entries<Document>(components.schemas ?? {}).flatMap(([name, schema]) =>
    claimsInSchema({ ...schema, components }, name),
  );
  const inPaths = Object.entries<Document>(paths).flatMap(([path, item]) => [
    ...claimsInNames(
      path.split('/').filter((part) => part !== ''),
      `path ${path}`,
    ),
    ...Object.values<Document>(item).flatMap((operation) => claimsInOperation(operation, path, components)),
  ]);
  return [...inComponents, ...inPaths];
}

function claimsInOperation(operation: Document, path: string, components: Document): readonly Claim[] {
  const { operationId = path, parameters = [], responses = {}, requestBody = {} } = operation;
  const bodies = [requestBody, ...Object.values<Document>(responses)].flatMap(({ content = {} }) =>
    Object.values<Document>(content).flatMap(({ schema }) => (schema === undefined ? [] : [schema])),
  );
  return [
    ...claimsInNames([operationId, ...parameters.map(({ name = '' }: Document) => name)], `operation ${operationId}`),
    ...[...parameters.map(({ schema }: Document) => schema ?? {}), ...bodies].flatMap((schema) =>
      claimsInSchema({ ...schema, components }, operationId),
    ),
  ];
}
