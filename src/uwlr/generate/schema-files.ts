import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { UwlrVersion } from '../finding.js';
import { type PupilProfile, type Schema, versionsOf } from '../grammar/grammar.js';
import type { Variant } from '../grammar/variant.js';
import { hasProfiles, ROOTS } from '../messages/catalogue.js';
import { type Declarations, declarationsOf } from './declarations.js';
import { located } from './locations.js';
import { type Layout, SchemaWriter } from './schema-writer.js';

const XS = 'http://www.w3.org/2001/XMLSchema';

/** Said at the head of every XML file that we generate. */
export const MADE_BY = ' Made by `npm run generate` from the grammar in src/uwlr; do not edit. ';

/** Schemas whose file is not named after their id. */
const FILE_NAMES: Readonly<Record<string, string>> = { oso: 'OSO_1.2.xsd', edexml: 'EDEXML.xsd' };

/** `UWLR_Leerresultaten.xsd`: the file of a schema, in the directory of its version. */
export function schemaFileName({ id }: Schema): string {
  return FILE_NAMES[id] ?? `UWLR_${id.charAt(0).toUpperCase()}${id.slice(1)}.xsd`;
}

/**
 * The exact XSDs of a version, by file name; with a profile, that of pupil data in it. They import each other by these names,
 * so they resolve wherever they lie together.
 */
export function schemaFiles(version: UwlrVersion, profile?: PupilProfile): ReadonlyMap<string, string> {
  const name = `${version} ${profile}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const roots = ROOTS.filter((root) => versionsOf(root).includes(version) && (profile === undefined || hasProfiles(root)));
  const declared = [...declarationsOf(roots, { version, profile }).values()];
  const files = new Map(declared.map((declarations) => [schemaFileName(declarations.schema), fileOf(declarations, { version, profile })]));
  made.set(name, files);
  return files;
}

const made = new Map<string, ReadonlyMap<string, string>>();

/**
 * One of them; undefined when there is none of that name. `schemaLocation` says where the schemas that it imports can be
 * had, when that is not beside it: `?xsd=OSO_1.2.xsd`.
 */
export function schemaFile(version: UwlrVersion, name: string, schemaLocation?: (file: string) => string): string | undefined {
  const text = schemaFiles(version).get(name);
  return text === undefined ? undefined : located(text, { schemaLocation });
}

function fileOf(declarations: Declarations, variant: Variant): string {
  const file = create({ version: '1.0', encoding: 'UTF-8' });
  file.com(MADE_BY);
  writeSchema(file, declarations, { ...variant, layout: 'exact', locationOf: schemaFileName });
  return `${file.end({ prettyPrint: true })}\n`;
}

interface SchemaOptions extends Variant {
  readonly layout: Layout;
  /** Where an imported schema lies. Absent: it is in the same file. */
  readonly locationOf?: (schema: Schema) => string;
}

/** Writes an `xs:schema`, as a file of its own or within a WSDL. */
export function writeSchema(at: XMLBuilder, declarations: Declarations, { version, profile, layout, locationOf }: SchemaOptions): void {
  const { schema, imports } = declarations;
  const written = at.ele('xs:schema', {
    'xmlns:xs': XS,
    ...Object.fromEntries([schema, ...imports].filter(isNamed).map(({ prefix, namespace }) => [`xmlns:${prefix}`, namespace])),
    targetNamespace: isNamed(schema) ? schema.namespace : undefined,
    elementFormDefault: 'qualified',
    attributeFormDefault: 'unqualified',
    version,
  });
  for (const imported of imports) written.ele('xs:import', { namespace: imported.namespace, schemaLocation: locationOf?.(imported) });
  written
    .ele('xs:annotation')
    .ele('xs:documentation')
    .txt(`${schema.title}. UWLR ${version}${profile === undefined ? '' : `, profile ${profile}`}.`);
  new SchemaWriter(declarations, { version, profile }, layout).write(written);
}

function isNamed({ namespace }: Schema): boolean {
  return namespace !== '';
}
