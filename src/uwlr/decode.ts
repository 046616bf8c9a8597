import type { XmlAttribute, XmlName } from '../xml/name.js';
import type { XmlHandler, XmlReader } from '../xml/reader.js';
import type { Locator, Position } from './checks/report.js';
import { UWLR_2_VERSIONS, type UwlrVersion } from './finding.js';
import type { Findings } from './findings.js';
import { compile } from './grammar/compile.js';
import { Decoder, type DecoderOptions } from './grammar/decoder.js';
import { type PupilProfile, type Root, versionsOf } from './grammar/grammar.js';
// Findings may show every name of the standard, whichever of its messages is read.
import './messages/catalogue.js';

/** How a message says its version: as text, and as the version whose grammar reads it. 2.2.1 is 2.2 on the wire. */
export function versionOf(text: string, root?: Root): UwlrVersion | undefined {
  if (root?.readVersion !== undefined) return root.readVersion(text);
  const trimmed = text.trim();
  return trimmed === '2.2.1' ? '2.2' : UWLR_2_VERSIONS.find((version) => version === trimmed);
}

/** What a message is read by when nothing says its version: 2.2, where that exists. */
export function usualVersion(root: Root): UwlrVersion {
  const versions = versionsOf(root);
  return versions.includes('2.2') ? '2.2' : (versions[0] as UwlrVersion);
}

/** A message that was read, and where things stand in it. */
export interface ReadMessage extends Locator {
  readonly root: Root;
  /** The version that it was read by. */
  readonly version: UwlrVersion;
  /** Complete when nothing was found that is an error. */
  readonly value: unknown;
  /** Lets go of the value. Whoever asks for it later gets it read once more. Absent: it stays. */
  release?(): void;
}

type Event =
  | {
      readonly kind: 'open';
      readonly name: XmlName;
      readonly attributes: readonly XmlAttribute[] | undefined;
      readonly line: number;
      readonly column: number;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close' };

/** Where the version should have been seen by now: it stands in the first child of every message. */
const PATIENCE = 64;

export interface MessageOptions extends DecoderOptions {
  /** Version to read by when the message names none, or one that is not supported. Default 2.2. */
  readonly version?: UwlrVersion;
  /** Hold the message to this profile of pupil data. */
  readonly profile?: PupilProfile | undefined;
}

/**
 * Reads one message whose version stands inside it. The first events are kept until the version is known; then the grammar of
 * that version reads them and all that follows. Give it to an `XmlReader` when the message's root element opens.
 */
export class MessageDecoder implements XmlHandler, ReadMessage {
  #decoder: Decoder | undefined;
  #kept: Event[] = [];
  readonly #versionPath: string;
  #path: string[] = [];
  #version = '';
  /** `xsdversie` as it stands in the message; undefined when it has none. */
  declaredVersion: string | undefined;

  constructor(
    readonly root: Root,
    readonly findings: Findings,
    private readonly options: MessageOptions = {},
  ) {
    this.#versionPath = root.versionPath === undefined ? '' : `${root.element.name}/${root.versionPath}`;
    if (root.versionPath === undefined) this.#begin(this.#otherwise);
  }

  /** What a message is read by when it does not say its version, or one that is not supported. */
  get #otherwise(): UwlrVersion {
    return this.options.version ?? usualVersion(this.root);
  }

  /** The decoder that reads the message, once its version is known. */
  get decoder(): Decoder {
    return this.#decoder ?? this.#begin(this.#otherwise);
  }

  /** The decoder, if it reads already. */
  get reading(): Decoder | undefined {
    return this.#decoder;
  }

  /** The message names a version, and it is none that is supported. An empty name is a matter of the schema. */
  get unsupported(): boolean {
    return (
      this.declaredVersion !== undefined && this.declaredVersion.trim() !== '' && versionOf(this.declaredVersion, this.root) === undefined
    );
  }

  /** The rule that the version breaks, when it is none that is supported. */
  get versionRule(): 'UWLR-EX-003' | 'UWLR-EX-011' | undefined {
    if (!this.unsupported) return undefined;
    const agreed = this.findings.policy === 'tolerant' && this.root.asAgreed?.test(this.declaredVersion?.trim() ?? '') === true;
    return agreed ? 'UWLR-EX-011' : 'UWLR-EX-003';
  }

  get value(): unknown {
    return this.decoder.value;
  }

  locate(path: string, n: number): Position {
    return this.decoder.locate(path, n);
  }

  /** The version that the message is read by. */
  get version(): UwlrVersion {
    return this.decoder.compiled.version;
  }

  open(name: XmlName, attributes: readonly XmlAttribute[] | undefined, { line, column }: XmlReader): void {
    if (this.#decoder !== undefined) {
      this.#decoder.open(name, attributes, line, column);
      return;
    }
    this.#path.push(name.local);
    this.#keep({ kind: 'open', name, attributes, line, column });
  }

  text(text: string): void {
    if (this.#decoder !== undefined) {
      this.#decoder.text(text);
      return;
    }
    if (this.#path.join('/') === this.#versionPath) this.#version += text;
    this.#keep({ kind: 'text', text });
  }

  close(): void {
    if (this.#decoder !== undefined) {
      this.#decoder.close();
      return;
    }
    this.#kept.push({ kind: 'close' });
    const path = this.#path.join('/');
    this.#path.pop();
    if (path === this.#versionPath) {
      this.declaredVersion = this.#version;
      this.#begin(versionOf(this.#version, this.root) ?? this.#otherwise);
    } else if (this.#path.length === 0) this.#begin(this.#otherwise);
  }

  /** No more of it will come: what was kept because its version was not known yet is read now. Its findings then stand in their place. */
  end(): void {
    if (this.#decoder === undefined) this.#begin(this.#otherwise);
  }

  #keep(event: Event): void {
    this.#kept.push(event);
    if (this.#kept.length > PATIENCE) this.#begin(this.#otherwise);
  }

  #begin(version: UwlrVersion): Decoder {
    const decoder = new Decoder(compile(this.root, version, this.options.profile), this.findings, this.options);
    this.#decoder = decoder;
    for (const event of this.#kept) {
      if (event.kind === 'open') decoder.open(event.name, event.attributes, event.line, event.column);
      else if (event.kind === 'text') decoder.text(event.text);
      else decoder.close();
    }
    this.#kept = [];
    return decoder;
  }
}
