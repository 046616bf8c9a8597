import { textOf } from '../reader/xml-node.js';
import { SECRET } from '../report/curl.js';
import type { RecordedExchange } from '../report/report.js';
import type { Exchange } from '../traffic/exchange.js';
import { maskHeaders, maskUrl } from './mask-headers.js';
import { maskJson } from './mask-json.js';
import { maskMarkup, type ValueMask } from './mask-markup.js';
import { isKey, Masks } from './masks.js';
import { isShown, isShownAttribute } from './shown-values.js';

export interface RecordOptions {
  /** Which side the suite wrote, from invented data: shown, except for keys and for what came from the other side. */
  readonly ours: 'request' | 'answer';
  /** Every school of the run is synthetic: texts of faults are shown. */
  readonly synthetic: boolean;
  /** Leaves bodies as they were, except for secrets. */
  readonly keep: boolean;
  /** Taken out wherever they stand. */
  readonly secrets: readonly string[];
  /** Numbers of the exchanges that somebody will want to read: more of them is kept. */
  readonly important: ReadonlySet<number>;
}

/** Most characters of a body that is important, of one that is not, and of all together. */
const MOST = { important: 64 * 1024, other: 8 * 1024, all: 24 * 1024 * 1024 } as const;

/** What a report may have of the traffic, and of its own texts. */
export class Recorder {
  readonly #masks = new Masks();
  #written = 0;

  constructor(private readonly options: RecordOptions) {}

  /** Masked. In the order of their numbers: what the other side sent is known when it comes back in a later request. */
  exchange({ number, request, answer, trouble, ms }: Exchange): RecordedExchange {
    const { ours } = this.options;
    const most = this.options.important.has(number) ? MOST.important : MOST.other;
    const { method, url, headers, body } = request;
    return {
      number,
      request: {
        method,
        url: this.#withoutSecrets(maskUrl(url)),
        headers: this.#headers(headers),
        body: this.#body(body, most, ours === 'request'),
      },
      ...(answer === undefined
        ? {}
        : {
            answer: {
              status: answer.status,
              headers: this.#headers(answer.headers),
              body: this.#body(answer.body, most, ours === 'answer'),
            },
          }),
      ...(trouble === undefined ? {} : { trouble }),
      ms,
    };
  }

  /** A text of the suite about the traffic. */
  text(text: string): string {
    return this.#withoutSecrets(this.options.keep ? text : this.#masks.without(text));
  }

  #headers(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(maskHeaders(headers)).map(([name, value]) => [name, this.#withoutSecrets(value)]));
  }

  #body(bytes: Buffer, most: number, ours: boolean): string {
    if (bytes.length === 0) return '';
    if (this.#written > MOST.all) return `[${bytes.length} bytes, left out: the report is large enough]`;
    const whole = decoded(bytes);
    const text = whole.slice(0, most);
    const masked = this.#withoutSecrets(this.options.keep ? text : this.#masked(text, ours));
    this.#written += masked.length;
    return whole.length > most ? `${masked}\n[${bytes.length} bytes in all]` : masked;
  }

  #masked(text: string, ours: boolean): string {
    const begin = text.trimStart().charAt(0);
    if (begin === '<' || begin === '\ufeff') return maskMarkup(text, this.#valueMask(ours));
    if (begin !== '{' && begin !== '[') return `[${text.length} characters that are neither XML nor JSON]`;
    if (ours) return text;
    try {
      return maskJson(text, this.#masks);
    } catch {
      return `[${text.length} characters that are neither XML nor JSON]`;
    }
  }

  #valueMask(ours: boolean): ValueMask {
    const { synthetic, secrets } = this.options;
    const isOurs = (name: string, value: string) => ours && !NEVER.has(name) && isOwnKey(name, value) && !this.#masks.knows(value);
    return {
      element: (name, value) => {
        if (secrets.includes(value)) return SECRET;
        return isShown(name, value) || isOurs(name, value) || (synthetic && name === 'faultstring') ? value : this.#masks.mark(name, value);
      },
      attribute: (name, value) => (isShownAttribute(name, value) || isOurs(name, value) ? value : this.#masks.mark(name, value)),
      other: (what, text) => (ours ? text : `[${what}]`),
    };
  }

  #withoutSecrets(text: string): string {
    return this.options.secrets.reduce((masked, secret) => (secret === '' ? masked : masked.replaceAll(secret, SECRET)), text);
  }
}

/** Whoever wrote them. */
const NEVER: ReadonlySet<string> = new Set(['autorisatiesleutel']);

/** Keys that this suite makes say so; any other may be one of a pupil, from a flag or from an answer. */
function isOwnKey(name: string, value: string): boolean {
  return !isKey(name) || /conform/i.test(value);
}

/** Never throws. */
function decoded(bytes: Uint8Array): string {
  try {
    return textOf(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
