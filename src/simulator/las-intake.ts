import type { EnvelopeContents } from '../soap/envelope/envelope-reader.js';
import { MessageDecoder } from '../uwlr/decode.js';
import type { Policy } from '../uwlr/finding.js';
import { Findings } from '../uwlr/findings.js';
import { compile } from '../uwlr/grammar/compile.js';
import { Decoder } from '../uwlr/grammar/decoder.js';
import { type Root, versionsOf } from '../uwlr/grammar/grammar.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../uwlr/messages/autorisatie.js';
import { keyOf } from '../uwlr/messages/catalogue.js';
import type { XmlName } from '../xml/name.js';
import type { XmlHandler } from '../xml/reader.js';

/** Takes in a question or results, and their header: to the letter of the standard, unless the policy is tolerant. */
export class LasIntake implements EnvelopeContents {
  message: MessageDecoder | undefined;
  readonly #headerFindings: Findings;
  #header: Decoder | undefined;

  constructor(
    private readonly roots: readonly Root[],
    private readonly policy: Policy = 'strict',
  ) {
    this.#headerFindings = new Findings(policy);
  }

  header({ key }: XmlName): XmlHandler | undefined {
    const root = [autorisatie, autorisatie1].find((known) => keyOf(known) === key);
    if (root === undefined) return undefined;
    const decoder = new Decoder(compile(root, versionsOf(root)[0] ?? '2.2'), this.#headerFindings);
    this.#header = decoder;
    return {
      open: (name, attributes, { line, column }) => decoder.open(name, attributes, line, column),
      text: (text) => decoder.text(text),
      close: () => decoder.close(),
    };
  }

  body({ key }: XmlName): XmlHandler | undefined {
    const root = this.roots.find((known) => keyOf(known) === key);
    if (root === undefined) return undefined;
    this.message = new MessageDecoder(root, new Findings(this.policy));
    return this.message;
  }

  /** The header, when there is a whole one. */
  get autorisatie(): Autorisatie | undefined {
    return this.#headerFindings.valid ? (this.#header?.value as Autorisatie | undefined) : undefined;
  }
}
