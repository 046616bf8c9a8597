import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UWLR_VERSIONS, type UwlrVersion } from '../../uwlr/finding.js';
import { schemaFiles } from '../../uwlr/generate/schema-files.js';
import type { PupilProfile } from '../../uwlr/grammar/grammar.js';
import { openJudge, type SchemaJudge } from '../../xml/schema-judge.js';
import { SchemaSet } from '../../xml/schema-set.js';
import { shownPath } from '../reader/shown-path.js';
import { numberedDocument } from '../reader/write-node.js';
import type { XmlNode } from '../reader/xml-node.js';
import type { SuiteFinding } from '../verdict.js';

/** Which schemas judged, for the report. */
export interface JudgeNamed {
  /** `official`: the files given with `--schema`. `derived`: ours, made from the grammar of this gateway. */
  readonly kind: 'official' | 'derived';
  /** Directory, with `official`. */
  readonly path?: string;
  /** `sha256:` over all the files. */
  readonly digest: string;
}

/** Something that a schema does not allow. */
export interface SchemaBreach {
  readonly element: XmlNode;
  /** `afnamedatum: the value is not one of its type`: no value of the message. */
  readonly message: string;
}

/** libxml2 with the XSDs, over messages as the suite's own reader gives them. */
export class SuiteJudge {
  readonly named: JudgeNamed;
  readonly #official: SchemaSet | undefined;
  /** Of the official files, by their names. */
  readonly #versions: ReadonlySet<string>;
  /** `directory`: of official XSDs. Without it, those derived from the grammar. Throws `UnusableSchemas`. */
  constructor(directory?: string) {
    this.#official = directory === undefined ? undefined : new SchemaSet(directory);
    this.#versions = new Set(this.#official?.files.flatMap((file) => versionIn(file)));
    this.named =
      this.#official === undefined || directory === undefined
        ? { kind: 'derived', digest: digestOfDerived() }
        : {
            kind: 'official',
            path: directory,
            digest: digestOf(this.#official.files.map((file) => [file, readFileSync(path.join(directory, file), 'utf8')] as const)),
          };
  }

  /** Which schemas judge messages of a version: official ones that are named after other versions do not. */
  kindFor(version: UwlrVersion): JudgeNamed['kind'] {
    const isOfVersion = this.#versions.size === 0 || this.#versions.has(version);
    return this.#official !== undefined && isOfVersion ? 'official' : 'derived';
  }

  /** What the schema of this version (and profile) says of an element; undefined when no schema declares it. */
  findings(node: XmlNode, version: UwlrVersion, profile?: PupilProfile): readonly SuiteFinding[] | undefined {
    return this.breaches(node, version, profile)?.map(({ element: { path, line }, message }) => ({
      rule: 'schema',
      path: shownPath(path),
      line,
      message,
    }));
  }

  /** The same, with the element that each is about. */
  breaches(node: XmlNode, version: UwlrVersion, profile?: PupilProfile): readonly SchemaBreach[] | undefined {
    const judge = this.#officialJudge(node, version, profile) ?? derivedJudge(node, version, profile);
    if (judge === undefined) return undefined;
    const { text, elements } = numberedDocument(node);
    return judge.judge(text).errors.map(({ line, message }) => {
      const named = elements[line - 1];
      // libxml2 counts lines in 16 bits where it can: beyond those the whole stands for the part.
      return { element: named !== undefined && (message.startsWith(named.local) || message.startsWith('*')) ? named : node, message };
    });
  }

  dispose(): void {
    this.#official?.dispose();
  }

  /** Files that name their version, as in `UWLR_Leerlinggegevens_v2p2.xsd`, judge messages of that version; EDEXML has versions of its own. */
  #officialJudge({ namespace, local }: XmlNode, version: UwlrVersion, profile: PupilProfile | undefined): SchemaJudge | undefined {
    return namespace === '' || this.kindFor(version) === 'official' ? this.#official?.judgeOf(namespace, local, profile) : undefined;
  }
}

/** There are few, and they never change: each is opened once, and kept as long as the process. */
const DERIVED = new Map<string, SchemaJudge>();

function derivedJudge({ namespace }: XmlNode, version: UwlrVersion, profile: PupilProfile | undefined): SchemaJudge | undefined {
  const files = schemaFiles(version, profile);
  const entry = [...files].find(([, text]) => targetOf(text) === namespace)?.[0];
  if (entry === undefined) return undefined;
  const key = `${version} ${profile ?? ''} ${entry}`;
  const judge = DERIVED.get(key) ?? openJudge(files, entry);
  DERIVED.set(key, judge);
  return judge;
}

let digestOfOurs: string | undefined;

function digestOfDerived(): string {
  digestOfOurs ??= digestOf(UWLR_VERSIONS.flatMap((version) => [...schemaFiles(version)]));
  return digestOfOurs;
}

function versionIn(file: string): string[] {
  const [, major, minor] = /_v(\d)p(\d)\.xsd$/.exec(file) ?? [];
  return major === undefined ? [] : [`${major}.${minor}`];
}

function targetOf(schema: string): string {
  return /targetNamespace="([^"]*)"/.exec(schema)?.[1] ?? '';
}

function digestOf(files: readonly (readonly [string, string])[]): string {
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(`${name}\0${text}\0`);
  return `sha256:${hash.digest('hex')}`;
}
