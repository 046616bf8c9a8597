import { UWLR_VERSIONS } from '../../uwlr/finding.js';
import { schemaFiles } from '../../uwlr/generate/schema-files.js';

let known: ReadonlySet<string> | undefined;

/** Names of elements, attributes and types in the schemas: whoever repeats one, such as a WSDL, says nothing of a person. */
export function isStandardName(text: string): boolean {
  return standardNames().has(text);
}

/** All of them. */
export function standardNames(): ReadonlySet<string> {
  known ??= new Set(
    UWLR_VERSIONS.flatMap((version) =>
      [...schemaFiles(version).values()].flatMap((file) =>
        [...file.matchAll(/\sname="([\w.-]{1,80})"/g)].map(([, name]) => name as string),
      ),
    ),
  );
  return known;
}
