import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XmlTextDecoder } from './encoding.js';
import { type XmlHandler, XmlReader } from './reader.js';
import { openJudge, type SchemaJudge } from './schema-judge.js';
import { UnusableSchemas } from './unusable-schemas.js';
import { XmlError } from './xml-error.js';

interface SchemaFile {
  /** Path within the directory, with `/` between. */
  readonly file: string;
  readonly namespace: string;
  /** Names of its global elements. */
  readonly elements: ReadonlySet<string>;
}

const XSD = 'http://www.w3.org/2001/XMLSchema';

/** The XSD files of a directory, and libxml2 with each of them that is asked for. */
export class SchemaSet {
  readonly #files: readonly SchemaFile[];
  readonly #judges = new Map<string, SchemaJudge>();

  /** Throws `UnusableSchemas` when the directory cannot be read or holds no schema. */
  constructor(private readonly directory: string) {
    this.#files = schemaFiles(directory);
    if (this.#files.length === 0) throw new UnusableSchemas(`${directory}: holds no XSD files`);
  }

  /**
   * The judge of documents with this root element: that of the schema for its namespace, of several the one that declares
   * the element, and of those the one nearest to the top. An element in no namespace is judged by the schema that has its name.
   *
   * With a profile the schemas that are named after it are the only ones, `smalle-set/...` or `Profiel smalle set/...`, unless
   * the whole directory is about it, so that none is. One that does not declare the element says nothing about it then.
   */
  judgeOf(namespace: string, element: string, profile?: string): SchemaJudge | undefined {
    const own = this.#files.filter((file) => (namespace === '' ? file.elements.has(element) : file.namespace === namespace));
    const ofProfile = profile === undefined ? [] : own.filter(({ file }) => letters(file).includes(letters(profile)));
    const candidates = ofProfile.length === 0 ? own : ofProfile;
    const chosen = candidates.find(({ elements }) => elements.has(element)) ?? (ofProfile.length === 0 ? own[0] : undefined);
    return chosen && this.#open(chosen.file);
  }

  /** Paths of the files within the directory, those nearest to the top first. */
  get files(): readonly string[] {
    return this.#files.map(({ file }) => file);
  }

  /** Any judge: for text that is no XML, which all of them refuse. */
  get any(): SchemaJudge {
    return this.#open((this.#files[0] as SchemaFile).file);
  }

  dispose(): void {
    for (const judge of this.#judges.values()) judge.dispose();
  }

  #open(file: string): SchemaJudge {
    const known = this.#judges.get(file);
    if (known !== undefined) return known;
    try {
      const judge = openJudge(this.directory, file);
      this.#judges.set(file, judge);
      return judge;
    } catch {
      throw new UnusableSchemas(`${path.join(this.directory, file)}: libxml2 cannot use this schema`);
    }
  }
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

function schemaFiles(directory: string): SchemaFile[] {
  let entries: string[];
  try {
    entries = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    throw new UnusableSchemas(`${directory}: cannot be read`, error);
  }
  const names = entries.filter((name) => name.endsWith('.xsd')).map((name) => name.split(path.sep).join('/'));
  const depth = (name: string) => name.split('/').length;
  names.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  return names.flatMap((file) => describe(file, readFileSync(path.join(directory, file))) ?? []);
}

/** What a schema file declares; undefined when it is no schema. */
function describe(file: string, bytes: Buffer): SchemaFile | undefined {
  let namespace: string | undefined;
  const elements = new Set<string>();
  const handler: XmlHandler = {
    open({ uri, local }, attributes, reader) {
      if (uri !== XSD || reader.depth > 2) return;
      const value = (name: string) => attributes?.find((attribute) => attribute.name.key === `{}${name}`)?.value;
      if (reader.depth === 1 && local === 'schema') namespace = value('targetNamespace') ?? '';
      else if (local === 'element') elements.add(value('name') ?? '');
    },
    text() {},
    close() {},
  };
  try {
    const decoder = new XmlTextDecoder();
    const reader = new XmlReader(handler);
    reader.write(decoder.write(bytes) + decoder.end());
    reader.end();
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
  return namespace === undefined ? undefined : { file, namespace, elements };
}
