import { ParseOption, XmlDocument, XmlParseError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { declaredFacets, declaredNames, wording } from './judge-wording.js';
import { escapeLocations, filesIn, type SchemaFiles, urlOf, withSchemaFiles } from './schema-files.js';

export interface Verdict {
  readonly valid: boolean;
  /** Our words, not libxml2's: those quote the document. Lines count from 1; 0 is unknown. */
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

const READ = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES;

/** What a declaration says about bytes is of no meaning in a text that is decoded already. */
const DECLARED_ENCODING = /^\ufeff?(<\?xml\s[^>]*?)\sencoding\s*=\s*(?:"[^"]*"|'[^']*')/;

/** A second opinion on documents: libxml2 with a set of XSD files. Holds memory outside of the heap until `dispose`. */
export class SchemaJudge {
  readonly #validator: XsdValidator;
  readonly #names: ReadonlySet<string>;
  readonly #facets: ReadonlySet<string>;

  /** Made by `openJudge`. */
  constructor(validator: XsdValidator, names: ReadonlySet<string>, facets: ReadonlySet<string>) {
    this.#validator = validator;
    this.#names = names;
    this.#facets = facets;
  }

  /**
   * A string is taken as it is, bytes by their byte order mark or declaration. A document that is not XML is not valid,
   * nor is one with a document type: those are refused everywhere (SOAP 1.1, section 3).
   */
  judge(xml: string | Uint8Array): Verdict {
    let document: XmlDocument | undefined;
    try {
      document =
        typeof xml === 'string'
          ? XmlDocument.fromString(xml.replace(DECLARED_ENCODING, '$1'), { option: READ })
          : XmlDocument.fromBuffer(xml, { option: READ });
      if (document.dtd !== null) return { valid: false, errors: [{ line: 0, message: 'a document type declaration is not allowed' }] };
      this.#validator.validate(document);
      return { valid: true, errors: [] };
    } catch (error) {
      if (error instanceof XmlValidateError) {
        return {
          valid: false,
          errors: error.details.map(({ line, message }) => ({ line, message: wording(message, this.#names, this.#facets) })),
        };
      }
      if (error instanceof XmlParseError) {
        return { valid: false, errors: [{ line: error.details[0]?.line ?? 0, message: 'not well-formed' }] };
      }
      throw error;
    } finally {
      document?.dispose();
    }
  }

  dispose(): void {
    this.#validator.dispose();
  }
}

/**
 * Opens a schema: `entry` is the file that a document has to meet, by its path within `files`, which is a directory or a
 * map of paths to texts. Relative `xs:import` and `xs:include` are looked up there, in folders too; any other location
 * counts as absent.
 *
 * Throws an `Error` that says what is wrong with the schema when it cannot be used.
 */
export function openJudge(files: ReadonlyMap<string, string> | string, entry: string): SchemaJudge {
  const names = new Set<string>();
  const facets = new Set<string>();
  const source = typeof files === 'string' ? filesIn(files) : filesOf(files);
  const read: SchemaFiles = (file) => {
    const bytes = source(file);
    if (bytes === undefined) return undefined;
    const text = Buffer.from(bytes).toString('utf8');
    for (const name of declaredNames(text)) names.add(name);
    for (const facet of declaredFacets(text)) facets.add(facet);
    return escapeLocations(bytes);
  };
  const bytes = read(entry);
  if (bytes === undefined) throw new Error(`no schema file ${entry}`);
  return withSchemaFiles(read, () => {
    let document: XmlDocument | undefined;
    try {
      document = XmlDocument.fromBuffer(bytes, { url: urlOf(entry), option: ParseOption.XML_PARSE_NONET });
      return new SchemaJudge(XsdValidator.fromDoc(document), names, facets);
    } catch (error) {
      throw new Error(`schema ${entry} cannot be used: ${error instanceof Error ? error.message.trim() : 'unknown cause'}`, {
        cause: error,
      });
    } finally {
      document?.dispose();
    }
  });
}

function filesOf(files: ReadonlyMap<string, string>): SchemaFiles {
  return (file) => {
    const text = files.get(file);
    return text === undefined ? undefined : Buffer.from(text);
  };
}
