import { supplied } from '../../core/supplied.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { pupilDataOf } from '../file/pupils/pupil-data.js';
import { type ResultsMessage, resultsBody } from '../messages/results.js';
import { freshKey } from '../messages/write.js';
import type { SoapAnswer } from '../reader/soap-answer.js';
import { attributeOf } from '../reader/xml-node.js';
import type { LasConfig } from './las-config.js';
import type { MessageOptions } from './message-options.js';
import type { ResultsClock } from './results-clock.js';

const DAY_MS = 86_400_000;

/** Minutes ahead of the clock that are tried for the first message, when messages with a later aanmaakdatum came before this run. */
const LEADS = [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

export interface Learner {
  readonly key: string;
  readonly eckid?: string;
}

export interface SentResults {
  readonly answer: SoapAnswer;
  readonly body: string;
  readonly createdAt: Date;
}

/** What it needs of a LAS. */
export interface ResultsDoor {
  readonly config: LasConfig;
  readonly version: UwlrVersion;
  pupils(): Promise<SoapAnswer>;
  sendBody(body: string, options: MessageOptions): Promise<SoapAnswer>;
}

/** A change of the usual message; what it gets is the usual one. */
export type Change = (usual: ResultsMessage) => ResultsMessage;

const AS_IT_IS: Change = (usual) => usual;

/** Sends results to a LAS, each message with a later aanmaakdatum than the last one that was taken. */
export class ResultsDelivery {
  #usual: Promise<SentResults | undefined> | undefined;

  constructor(
    private readonly las: ResultsDoor,
    readonly clock: ResultsClock,
  ) {}

  /** Pupils whose results can be sent: the one of the configuration, else those whose key the LAS gives. */
  async learners(): Promise<readonly Learner[]> {
    const answer = await this.las.pupils();
    const data = answer.kind === 'payload' ? pupilDataOf(answer.payload) : undefined;
    const given = (data?.pupils ?? []).flatMap((learner): Learner[] => {
      const [key, eckid] = [attributeOf(learner, 'key'), attributeOf(learner, 'eckid')];
      return key === undefined || key.startsWith('#') ? [] : [{ key, ...supplied({ eckid }) }];
    });
    const { learner } = this.las.config;
    if (learner === undefined) return given;
    return [given.find(({ key }) => key === learner) ?? { key: learner }, ...given.filter(({ key }) => key !== learner)];
  }

  /** A valid message with one result of one pupil, sent once and shared. Undefined: there is no pupil to send results of. */
  usual(): Promise<SentResults | undefined> {
    this.#usual ??= this.#first();
    return this.#usual;
  }

  /** Sends results of the first pupil, changed or edited. Undefined: there is no pupil. */
  async send(change: Change = AS_IT_IS, edit: (body: string) => string = (body) => body): Promise<SentResults | undefined> {
    const message = await this.message();
    if (message === undefined) return undefined;
    const changed = change(message);
    return this.sendBody(edit(resultsBody(this.las.version, changed)), new Date(changed.createdAt));
  }

  /** The usual message with a key that nobody used before. */
  async message(): Promise<ResultsMessage | undefined> {
    const [learner] = await this.learners();
    if (learner === undefined) return undefined;
    const { school, schoolYear } = this.las.config;
    const createdAt = this.clock.next();
    return {
      school,
      schoolYear,
      createdAt: inSeconds(createdAt),
      day: new Date(Date.now() - DAY_MS).toISOString().slice(0, 10),
      pupils: [{ leerlingid: learner.key, results: [{ key: freshKey() }] }],
    };
  }

  /** Sends a Body as it is. `createdAt`: of the message, for what is sent after it. */
  async sendBody(body: string, createdAt: Date, options: MessageOptions = {}): Promise<SentResults> {
    const { url, resultsUrl = url } = this.las.config;
    const answer = await this.las.sendBody(body, { url: resultsUrl, soapAction: 'BrengLeerresultaten', ...options });
    if (answer.kind === 'payload') this.clock.taken(createdAt);
    return { answer, body, createdAt };
  }

  /** When the LAS had messages of a later moment already, it takes the first one only when it is far enough ahead. */
  async #first(): Promise<SentResults | undefined> {
    let sent: SentResults | undefined;
    for (const minutes of this.clock.last.getTime() === 0 ? LEADS : [0]) {
      if (minutes > 0) this.clock.leap(minutes);
      sent = await this.send();
      if (sent?.answer.kind !== 'fault' || sent.answer.code !== 'Client.OngeldigBericht') return sent;
    }
    return sent;
  }
}

/** As `xs:dateTime`, without fractions of a second. */
export function inSeconds(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
