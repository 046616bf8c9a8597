import type { UwlrVersion } from '../../uwlr/finding.js';
import { Findings, type Place } from '../../uwlr/findings.js';
import { compile } from '../../uwlr/grammar/compile.js';
import { Decoder } from '../../uwlr/grammar/decoder.js';
import { versionsOf } from '../../uwlr/grammar/grammar.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { keyOf } from '../../uwlr/messages/catalogue.js';
import type { RuleId } from '../../uwlr/rules.js';
import type { XmlName } from '../../xml/name.js';
import type { XmlHandler, XmlReader } from '../../xml/reader.js';

const HEADERS = new Map([autorisatie, autorisatie1].map((root) => [keyOf(root), root]));

/**
 * Takes in the autorisatie header, in the namespace of UWLR 2 or of 1.0. It comes before the policy that it will be judged by is known, so it is read as tolerantly
 * as any policy allows; `report` repeats what was found under the policy that holds.
 */
export class HeaderIntake {
  readonly #findings = new Findings('tolerant');
  #decoder: Decoder | undefined;
  /** Where the header block begins; undefined when there is none. */
  at: Place | undefined;
  /** Where one begins that is addressed to another receiver, and so is none of ours. */
  #forAnother: Place | undefined;

  /** Who reads this header block; undefined when it is another. */
  open(name: XmlName, { line, column }: XmlReader): XmlHandler | undefined {
    const bare = name.uri === '' && name.local === autorisatie.element.name;
    const root = bare ? autorisatie : HEADERS.get(name.key);
    if (root === undefined) return undefined;
    const at = { path: `/${autorisatie.element.name}`, line, column };
    if (this.at !== undefined) this.#findings.add('UWLR-AUT-002', at);
    if (bare) this.#findings.add('UWLR-AUT-003', at);
    this.at = at;
    const decoder = new Decoder(compile(root, versionsOf(root).at(-1) as UwlrVersion), this.#findings, {
      withoutNamespace: 'UWLR-AUT-003',
    });
    this.#decoder = decoder;
    return {
      open: (child, attributes, reader) => decoder.open(child, attributes, reader.line, reader.column),
      text: (text) => decoder.text(text),
      close: () => decoder.close(),
    };
  }

  /** Passes over a block that SOAP's `actor` addresses to another receiver. */
  passOver(name: XmlName, { line, column }: XmlReader): void {
    if (name.local === autorisatie.element.name) this.#forAnother ??= { path: `/${autorisatie.element.name}`, line, column };
  }

  /** Says that there is no header for us; `bodyAt`: where one should have been seen by. */
  reportMissing(findings: Findings, bodyAt: Place): void {
    if (this.#forAnother === undefined) findings.add('UWLR-AUT-001', bodyAt);
    else findings.add('UWLR-AUT-001', this.#forAnother, 'this one is addressed to another actor');
  }

  /** The header, when it could be read whole. */
  get value(): Autorisatie | undefined {
    return this.#findings.errors === 0 ? (this.#decoder?.value as Autorisatie | undefined) : undefined;
  }

  /** Errors so far, of the most tolerant policy. */
  get errors(): number {
    return this.#findings.errors;
  }

  /** Whether the XSD of the header would say the same. */
  get schemaValid(): boolean {
    return this.#findings.schemaValid;
  }

  report(findings: Findings): void {
    for (const { rule, path, line, column, hint } of this.#findings.list) findings.add(rule as RuleId, { path, line, column }, hint);
  }
}
