import { supplied } from '../../core/supplied.js';
import { textOf } from '../reader/xml-node.js';
import { SECRET } from '../report/curl.js';
import type { RecordedExchange } from '../report/report.js';
import type { Exchange, SentRequest } from '../traffic/exchange.js';
import { isShownHeader, MASKED, maskHeaders, maskPath, maskUrl } from './mask-headers.js';
import { maskJson } from './mask-json.js';
import { maskMarkup, type ValueMask } from './mask-markup.js';
import { isKey, Masks } from './masks.js';
import { isShownName, shownPath } from './shown-names.js';
import { isKnownAction, isKnownWord, isShown, isShownAttribute } from './shown-values.js';

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
  readonly #masks: Masks;
  readonly #secrets: readonly string[];
  #written = 0;

  constructor(private readonly options: RecordOptions) {
    this.#masks = new Masks(options.synthetic);
    this.#secrets = [...new Set(options.secrets.flatMap(waysToWrite))];
  }

  /** Masked. In the order of their numbers: what the other side sent is known when it comes back in a later request. */
  exchange({ number, request, answer, trouble, ms }: Exchange): RecordedExchange {
    const { ours } = this.options;
    const most = this.options.important.has(number) ? MOST.important : MOST.other;
    const { method, url, headers } = request;
    return {
      number,
      request: {
        method,
        url: this.#withoutSecrets(ours === 'request' || this.options.synthetic ? maskUrl(url) : maskPath(url)),
        headers: this.#headers(headers, ours === 'request'),
        body: this.#body(request, most, ours === 'request'),
      },
      ...(answer === undefined
        ? {}
        : {
            answer: {
              status: answer.status,
              headers: this.#headers(answer.headers, ours === 'answer'),
              body: this.#body(answer, most, ours === 'answer'),
            },
          }),
      ...supplied({ trouble }),
      ms,
    };
  }

  /** A text of the suite about the traffic. */
  text(text: string): string {
    return this.#withoutSecrets(this.options.keep ? text : this.#masks.without(text));
  }

  /** A path within a message: steps that nobody knows may be anything. */
  path(path: string): string {
    return this.#withoutSecrets(this.options.synthetic ? path : shownPath(path));
  }

  #headers(headers: Readonly<Record<string, string>>, ours: boolean): Readonly<Record<string, string>> {
    const shown = (name: string) => (ours || this.options.synthetic || isShownHeader(name) ? name : this.#masks.mark('name', name));
    const edit = (name: string, value: string) => {
      if (ours) return this.#withoutSecrets(value);
      const isWord = this.options.synthetic || name.toLowerCase() !== 'soapaction' || isKnownAction(value);
      return this.#withoutSecrets(isWord ? this.#masks.without(value) : MASKED);
    };
    return Object.fromEntries(
      Object.entries(maskHeaders(headers, ours)).map(([name, value]) => [this.#withoutSecrets(shown(name)), edit(name, value)]),
    );
  }

  #body({ body, bytes = body.length }: Pick<SentRequest, 'body' | 'bytes'>, most: number, ours: boolean): string {
    if (bytes === 0) return '';
    if (this.#written > MOST.all) return `[${bytes} bytes, left out: the report is large enough]`;
    const whole = decoded(body);
    // Half a secret would not be found: it is taken out before the cut.
    const kept = () => this.#withoutSecrets(whole.slice(0, most + LONGEST_SECRET)).slice(0, most);
    const masked = this.options.keep ? kept() : this.#withoutSecrets(this.#masked(whole.slice(0, most), ours));
    this.#written += masked.length;
    return whole.length > most || bytes > body.length ? `${masked}\n[${bytes} bytes in all]` : masked;
  }

  #masked(text: string, ours: boolean): string {
    const begin = text.trimStart().charAt(0);
    if (begin === '<' || begin === '\ufeff') return maskMarkup(text, this.#valueMask(ours));
    if (begin !== '{' && begin !== '[') return `[${text.length} characters that are neither XML nor JSON]`;
    if (ours) return text;
    try {
      return maskJson(text, this.#masks, (name) => this.options.synthetic || isShownName(name));
    } catch {
      return `[${text.length} characters that are neither XML nor JSON]`;
    }
  }

  #valueMask(ours: boolean): ValueMask {
    const { synthetic, secrets } = this.options;
    const isOurs = (name: string, value: string) => ours && !NEVER.has(name) && isOwnKey(name, value) && !this.#masks.knows(value);
    const mark = (name: string, value: string) => this.#masks.mark(synthetic || isShownName(name) ? name : 'value', value);
    const isKnown = (name: string, value: string) => synthetic || isKnownWord(name, value);
    return {
      element: (name, value) => {
        if (secrets.includes(value)) return SECRET;
        const shown = (isShown(name, value) && isKnown(name, value)) || isOurs(name, value) || (synthetic && name === 'faultstring');
        return shown ? value : mark(name, value);
      },
      attribute: (name, value) =>
        (isShownAttribute(name, value) && isKnown(name, value)) || isOurs(name, value) ? value : mark(name, value),
      name: (local) => (ours || synthetic || isShownName(local) ? local : this.#masks.mark('name', local)),
      other: (what, text) => (ours ? text : `[${what}]`),
    };
  }

  #withoutSecrets(text: string): string {
    return this.#secrets.reduce((masked, secret) => masked.replaceAll(secret, SECRET), text);
  }
}

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** A secret as the other side may repeat it: in XML, in JSON, in an address, in base64 (whatever stands before it), in capitals. */
function waysToWrite(secret: string): readonly string[] {
  if (secret === '') return [];
  const inXml = (which: RegExp) => secret.replace(which, (one) => REFERENCES[one] ?? one);
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
      .toString('base64')
      .replaceAll('=', '');
    return text.slice(before === 0 ? 0 : before + 1, -1);
  });
  const written = [inXml(/[&<>]/g), inXml(/[&<>"]/g), inXml(/[&<>"']/g), JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
  const others = [...written, ...inBase64, secret.toUpperCase(), secret.toLowerCase()];
  return [secret, ...others.filter((one) => one.length >= SHORTEST)];
}

/** Characters behind the cut that a secret before it may go on in. */
const LONGEST_SECRET = 4096;

/** Of what is taken out beside a secret itself: less would be found in anything. */
const SHORTEST = 6;

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
