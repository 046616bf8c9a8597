import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { UwlrVersion } from '../finding.js';
import type { Schema } from '../grammar/grammar.js';
import { ROOTS } from '../messages/catalogue.js';
import { type Declarations, declarationsOf } from './declarations.js';
import { located } from './locations.js';
import { type Layout, SchemaWriter } from './schema-writer.js';

const XS = 'http://www.w3.org/2001/XMLSchema';

/** Said at the head of every XML file that we generate. */
export const MADE_BY = ' Made by `npm run generate` from the grammar in src/uwlr; do not edit. ';

/** Schemas whose file is not named after their id. */
const FILE_NAMES: Readonly<Record<string, string>> = { oso: 'OSO_1.2.xsd' };

/** `UWLR_Leerresultaten.xsd`: the file of a schema, in the directory of its version. */
export function schemaFileName({ id }: Schema): string {
  return FILE_NAMES[id] ?? `UWLR_${id.charAt(0).toUpperCase()}${id.slice(1)}.xsd`;
}

/** The exact XSDs of a version, by file name. They import each other by these names, so they resolve wherever they lie together. */
export function schemaFiles(version: UwlrVersion): ReadonlyMap<string, string> {
  const known = made.get(version);
  if (known !== undefined) return known;
  const declared = [...declarationsOf(ROOTS, version).values()];
  const files = new Map(declared.map((declarations) => [schemaFileName(declarations.schema), fileOf(declarations, version)]));
  made.set(version, files);
  return files;
}

const made = new Map<UwlrVersion, ReadonlyMap<string, string>>();

/**
 * One of them; undefined when there is none of that name. `schemaLocation` says where the schemas that it imports can be
 * had, when that is not beside it: `?xsd=OSO_1.2.xsd`.
 */
export function schemaFile(version: UwlrVersion, name: string, schemaLocation?: (file: string) => string): string | undefined {
  const text = schemaFiles(version).get(name);
  return text === undefined ? undefined : located(text, { schemaLocation });
}

function fileOf(declarations: Declarations, version: UwlrVersion): string {
  const file = create({ version: '1.0', encoding: 'UTF-8' });
  file.com(MADE_BY);
  writeSchema(file, declarations, { version, layout: 'exact', locationOf: schemaFileName });
  return `${file.end({ prettyPrint: true })}\n`;
}

interface SchemaOptions {
  readonly version: UwlrVersion;
  readonly layout: Layout;
  /** Where an imported schema lies. Absent: it is in the same file. */
  readonly locationOf?: (schema: Schema) => string;
}

/** Writes an `xs:schema`, as a file of its own or within a WSDL. */
export function writeSchema(at: XMLBuilder, declarations: Declarations, { version, layout, locationOf }: SchemaOptions): void {
  const { schema, imports } = declarations;
  const written = at.ele('xs:schema', {
    'xmlns:xs': XS,
    ...Object.fromEntries([schema, ...imports].map(({ prefix, namespace }) => [`xmlns:${prefix}`, namespace])),
    targetNamespace: schema.namespace,
    elementFormDefault: 'qualified',
    attributeFormDefault: 'unqualified',
    version,
  });
  for (const imported of imports) written.ele('xs:import', { namespace: imported.namespace, schemaLocation: locationOf?.(imported) });
  written.ele('xs:annotation').ele('xs:documentation').txt(`${schema.title}. UWLR ${version}.`);
  new SchemaWriter(declarations, version, layout).write(written);
}
