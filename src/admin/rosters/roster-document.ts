import { supplied } from '../../core/supplied.js';
import { RosterAnswer, type RosterAnswerOptions } from '../../exchange/answer/roster-answer.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { edex } from '../../uwlr/messages/edexml-file.js';
import { leerlinggegevens } from '../../uwlr/messages/leerlinggegevens.js';
import { leerlinggegevens1 } from '../../uwlr/messages/v1/leerlinggegevens.js';

export type RosterFormat = 'uwlr' | 'edexml';

export interface RosterDocumentOptions extends Omit<RosterAnswerOptions, 'question' | 'groups' | 'xsdversie'> {
  readonly format: RosterFormat;
}

/** EDEXML counts its versions otherwise than UWLR, which took them over. */
const EDEXML_VERSIONS: Readonly<Partial<Record<UwlrVersion, string>>> = { '2.1': '2.0', '2.2': '2.1' };
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

/** A roster as a file. `prepare` finds out whether everything can be said, and what not; `pieces` says it. */
export class RosterDocument {
  readonly #answer: RosterAnswer;

  constructor({ format, ...options }: RosterDocumentOptions) {
    const { version } = options;
    const xsdversie = format === 'edexml' ? EDEXML_VERSIONS[version] : undefined;
    this.#answer = new RosterAnswer({
      ...options,
      question: { answer: rootOf(format, version), parts: ['groups', 'learners', 'teachers'] },
      ...supplied({ xsdversie }),
    });
  }

  prepare(): Generator<void> {
    return this.#answer.prepare();
  }

  /** What cannot be said, and what keeps the file from being written. Complete after `prepare`. */
  get outlook() {
    return this.#answer.outlook;
  }

  /** Complete after `prepare`. */
  get counts() {
    return this.#answer.counts;
  }

  /** Complete after `prepare`. A document without pupils is not valid. */
  get ok(): boolean {
    return this.outlook.problems.length === 0 && !this.#answer.isEmpty;
  }

  *pieces(): Generator<string> {
    yield DECLARATION;
    yield* this.#answer.parts();
    yield '\n';
  }
}

function rootOf(format: RosterFormat, version: UwlrVersion): Root {
  if (format === 'edexml') return edex;
  return version === '1.0' ? leerlinggegevens1 : leerlinggegevens;
}
