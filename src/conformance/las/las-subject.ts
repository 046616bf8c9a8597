import { supplied } from '../../core/supplied.js';
import { Random } from '../../synthetic/messages/random.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { SuiteJudge } from '../judge/suite-judge.js';
import { autorisatie, type Caller, envelopeOf, type Question, type QuestionRoot, question } from '../messages/write.js';
import { type SoapAnswer, soapAnswerOf } from '../reader/soap-answer.js';
import type { HttpClient, Sending } from '../traffic/http-client.js';
import type { Trust } from '../traffic/special-sending.js';
import type { LasConfig } from './las-config.js';
import type { MessageOptions } from './message-options.js';
import { ResultsClock } from './results-clock.js';
import { ResultsDelivery } from './results-delivery.js';

/** SOAPAction of each question. */
export const ACTIONS: Readonly<Record<QuestionRoot, string>> = {
  leerlinggegevens_verzoek: 'HaalLeerlinggegevens',
  structuur_verzoek: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/structuur_verzoek',
  leerlingen_verzoek: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/leerlingen_verzoek',
  leerkrachten_verzoek: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/leerkrachten_verzoek',
};

/** A LAS under test in one version of UWLR. */
export class LasSubject {
  readonly #pupils = new Map<string, Promise<SoapAnswer>>();
  readonly #versions = new Map<UwlrVersion, LasSubject>();
  #refusal: Promise<SoapAnswer> | undefined;
  #again: Promise<SoapAnswer> | undefined;
  readonly results: ResultsDelivery;

  constructor(
    readonly config: LasConfig,
    readonly version: UwlrVersion,
    readonly judge: SuiteJudge,
    private readonly http: HttpClient,
    /** One for all versions: the LAS holds each message against the one before it, whatever its version. */
    private readonly clock: ResultsClock = new ResultsClock(),
  ) {
    this.results = new ResultsDelivery(this, clock);
  }

  /** The same numbers in each run with the same seed, for each purpose its own. */
  random(purpose: string): Random {
    return new Random([...purpose].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), this.config.seed));
  }

  /** What is usually asked; with changes. */
  question(changes: Partial<Question> = {}): Question {
    const { schoolYear, school, gegevenssetid } = this.config;
    return { schoolYear, school, ...supplied({ gegevenssetid }), ...changes };
  }

  /** Its Body, as XML. */
  questionBody(root: QuestionRoot = 'leerlinggegevens_verzoek', changes: Partial<Question> = {}): string {
    return question(root, this.version, this.question(changes));
  }

  /** Asks for pupil data; the usual question unless changed. */
  ask(root: QuestionRoot = 'leerlinggegevens_verzoek', changes: Partial<Question> = {}, options: MessageOptions = {}): Promise<SoapAnswer> {
    return this.sendBody(this.questionBody(root, changes), { soapAction: ACTIONS[root], ...options });
  }

  /** The usual answer to the usual question, asked once and shared by all tests that only read it. */
  pupils(root: QuestionRoot = 'leerlinggegevens_verzoek'): Promise<SoapAnswer> {
    const known = this.#pupils.get(root) ?? this.ask(root);
    this.#pupils.set(root, known);
    return known;
  }

  /** The answer to a question with an invalid schooljaar: the fault that all tests of the form of faults look at. */
  refusal(): Promise<SoapAnswer> {
    this.#refusal ??= this.ask('leerlinggegevens_verzoek', { schoolYear: `${this.config.schoolYear}x` });
    return this.#refusal;
  }

  /** The answer to the usual question when it is asked for the second time, shared likewise. */
  again(): Promise<SoapAnswer> {
    this.#again ??= this.pupils().then(() => this.ask());
    return this.#again;
  }

  /** The same LAS, spoken to in another version. */
  inVersion(version: UwlrVersion): LasSubject {
    if (version === this.version) return this;
    const known = this.#versions.get(version) ?? new LasSubject(this.config, version, this.judge, this.http, this.clock);
    this.#versions.set(version, known);
    return known;
  }

  header(changes: Partial<Caller> = {}): string {
    return autorisatie({ ...this.config.caller, ...changes }, this.version);
  }

  /** Sends a Body that is XML already, in an envelope with the usual header. */
  sendBody(body: string, { header = this.header(), ...options }: MessageOptions = {}): Promise<SoapAnswer> {
    return this.sendEnvelope(envelopeOf(body, header), options);
  }

  /** Sends a text as it is. */
  async sendEnvelope(text: string | Buffer, options: Omit<MessageOptions, 'header'> = {}): Promise<SoapAnswer> {
    const { headers = {}, soapAction = 'HaalLeerlinggegevens', url = this.config.url } = options;
    return this.send({
      url,
      body: text,
      headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${soapAction}"`, ...headers },
    });
  }

  /** Certificates to trust, and the client's own. */
  get trust(): Trust {
    return this.http.trust;
  }

  async send(sending: Sending): Promise<SoapAnswer> {
    return soapAnswerOf(await this.http.send(sending));
  }
}
