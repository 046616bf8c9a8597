import { randomUUID } from 'node:crypto';
import { autorisatie, type Caller, envelopeOf, type Question, type QuestionRoot, question } from '../../conformance/messages/write.js';
import { supplied } from '../../core/supplied.js';
import { identificationOf } from '../../model/school-id.js';
import { schoolYearAt } from '../../model/school-year.js';
import { SyntheticSchool } from '../../synthetic/results/small-school.js';
import { encodeToString } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { SERVICES } from '../../uwlr/messages/services.js';
import type { Expected, TriggerStep } from './trigger-step.js';

export interface TriggerConfig {
  /** `http://localhost:8080`, without a slash at its end. */
  readonly gateway: string;
  readonly caller: Caller;
  readonly expiredKey?: string;
  /** Id of the school. */
  readonly school: string;
  /** `2026-2027` */
  readonly schoolYear?: string;
  /** Key of a pupil of the school; an invented one unless given. */
  readonly learner?: string;
  readonly version: UwlrVersion;
  /** Of the situation `big`. */
  readonly results: number;
}

/** What is usual in a message, with changes. */
export interface MessageChanges {
  readonly caller?: Partial<Caller>;
  readonly header?: string;
  /** Of the Body, before it goes into its envelope. */
  readonly edit?: (body: string) => string;
}

const DAY_MS = 86_400_000;
const SCORE = '8';

/** Makes the messages of situations. What it makes for one situation belongs together: the same pupil, keys of results that nobody used before. */
export class TriggerKit {
  readonly #run = randomUUID();
  #last = 0;
  /** The last message that was made, for those that are sent again. */
  #sent: TriggerStep | undefined;

  constructor(readonly config: TriggerConfig) {}

  /** Results of one pupil, made now; `changes` edits what they say. */
  results(
    sends: string,
    expected: readonly Expected[],
    change: (message: LeerresultatenVerzoek) => LeerresultatenVerzoek = (message) => message,
    changes: MessageChanges = {},
  ): TriggerStep {
    const { version } = this.config;
    const made = change(this.#usual(this.#now()));
    const body = encodeToString(leerresultatenVerzoek, version, made);
    return this.#step({
      sends,
      service: 'leerresultaten',
      soapAction: 'BrengLeerresultaten',
      body: this.envelope(body, changes),
      expected,
    });
  }

  /** A question for pupil data. */
  question(
    sends: string,
    root: QuestionRoot,
    expected: readonly Expected[],
    asked: Partial<Question> = {},
    changes: MessageChanges = {},
  ): TriggerStep {
    const { school, version, schoolYear = schoolYearAt(new Date()) } = this.config;
    return this.#step({
      sends,
      service: 'leerlinggegevens',
      soapAction: soapActionOf(root),
      body: this.envelope(question(root, version, { school, schoolYear, ...asked }), changes),
      expected,
    });
  }

  /** The very bytes of the last message. */
  again(expected: readonly Expected[]): TriggerStep {
    if (this.#sent === undefined) throw new RangeError('nothing was sent before');
    return { ...this.#sent, sends: 'the same bytes again', expected };
  }

  envelope(body: string, { caller = {}, header, edit = (text) => text }: MessageChanges = {}): string {
    return envelopeOf(edit(body), header ?? autorisatie({ ...this.config.caller, ...caller }, this.config.version));
  }

  #step(step: TriggerStep): TriggerStep {
    this.#sent = step;
    return step;
  }

  #usual(made: Date): LeerresultatenVerzoek {
    const { school, schoolYear, learner = 'verzonnen-leerling-trigger', version } = this.config;
    const { brincode, dependancecode, schoolkey } = identificationOf(school) ?? { brincode: school };
    const identification = {
      ...supplied({ brincode, dependancecode, schoolkey }),
    };
    const message = new SyntheticSchool({ brincode: '99XX', pupils: 1 }).results(made);
    // Ours go without what a gateway has to take out.
    const { schooljaar, aanmaakdatum } = message.school;
    const own = message.toetsafnames.toetsafname.map(({ resultaten }) => ({
      leerlingid: learner,
      resultaten: {
        resultaat: resultaten.resultaat.map(({ infourl: _, ...result }) => ({ ...result, key: `${this.#run}-${result.key}` })),
      },
    }));
    const header = { schooljaar: schoolYear ?? schooljaar, ...identification, aanmaakdatum, xsdversie: version };
    return { ...message, school: header as LeerresultatenVerzoek['school'], toetsafnames: { toetsafname: own } };
  }

  /** Later than every moment before. */
  #now(): Date {
    this.#last = Math.max(Date.now(), this.#last + 1);
    return new Date(this.#last);
  }
}

/** The message as it would have been made a day before. */
export function dayBefore(message: LeerresultatenVerzoek): LeerresultatenVerzoek {
  const aanmaakdatum = new Date(Date.parse(message.school.aanmaakdatum) - DAY_MS).toISOString();
  return { ...message, school: { ...message.school, aanmaakdatum } };
}

type Result = LeerresultatenVerzoek['toetsafnames']['toetsafname'][number]['resultaten']['resultaat'][number];

/** Another score for every result that has one. */
export function scored(message: LeerresultatenVerzoek, score = SCORE): LeerresultatenVerzoek {
  return withResults(message, (result) => (result.score === undefined ? result : { ...result, score }));
}

export function withResults(message: LeerresultatenVerzoek, change: (result: Result, at: number) => Result): LeerresultatenVerzoek {
  const toetsafname = message.toetsafnames.toetsafname.map((one) => ({
    ...one,
    resultaten: { resultaat: one.resultaten.resultaat.map(change) },
  }));
  return { ...message, toetsafnames: { toetsafname } };
}

export function ofPupil(message: LeerresultatenVerzoek, leerlingid: string): LeerresultatenVerzoek {
  return { ...message, toetsafnames: { toetsafname: message.toetsafnames.toetsafname.map((one) => ({ ...one, leerlingid })) } };
}

/** As many results as asked, all of the same pupil. */
export function manyOf(message: LeerresultatenVerzoek, results: number): LeerresultatenVerzoek {
  const [pupil] = message.toetsafnames.toetsafname;
  const [first] = pupil?.resultaten.resultaat ?? [];
  if (pupil === undefined || first === undefined) return message;
  const resultaat = Array.from({ length: results }, (_, at) => ({ ...first, key: `${first.key}-${at}` }));
  return { ...message, toetsafnames: { toetsafname: [{ ...pupil, resultaten: { resultaat } }] } };
}

function soapActionOf(root: QuestionRoot): string {
  const operations = SERVICES.flatMap(({ ports }) => ports).flatMap((port) => port.operations);
  return operations.find(({ request }) => request.element.name === root)?.soapAction ?? '';
}
