import { Agent, request as send } from 'undici';
import { supplied } from '../../core/supplied.js';
import { toVersion1 } from '../../model/results/results-to-version-1.js';
import { type AskedGroups, QUESTIONS, type Question } from '../../model/roster/roster-questions.js';
import { identificationOf } from '../../model/school-id.js';
import { SOAP_11 } from '../../soap/envelope/envelope.js';
import { encodeToString } from '../../uwlr/encode.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import { type Autorisatie, autorisatie, autorisatie1 } from '../../uwlr/messages/autorisatie.js';
import { leerresultatenVerzoek } from '../../uwlr/messages/leerresultaten.js';
import { leerresultatenVerzoek1 } from '../../uwlr/messages/v1/leerresultaten.js';
import type { EaDefect, OutgoingMessage } from '../defects/ea-defect.js';
import type { EaHabits } from './ea-habits.js';
import { type EaAnswer, type KnownPupil, readAnswer } from './read-answer.js';
import { messageOf, type Taking } from './takings.js';

export interface SimulatedEaOptions {
  /** Of the service with pupil data. */
  readonly to: string;
  /** Of the service that takes results; `to` unless given. */
  readonly resultsTo?: string;
  readonly caller: Autorisatie;
  /** Id of the school. */
  readonly school: string;
  readonly schoolYear: string;
  readonly version?: UwlrVersion;
  readonly gegevenssetid?: string;
  /** Asks in steps instead of all in one. */
  readonly inSteps?: boolean;
  /** Milliseconds between two rounds. */
  readonly intervalMs: number;
  /** Ends after this many; goes on until `stop` unless given. */
  readonly rounds?: number;
  /** Pupils who take a test in one round. */
  readonly perRound?: number;
  readonly defects?: readonly EaDefect[];
  /** Milliseconds that it waits for an answer. */
  readonly patienceMs?: number;
  readonly onEvent?: (event: EaEvent) => void;
}

/** What it did, and what it got: no value of a pupil. */
export interface EaEvent {
  readonly did: 'asked' | 'delivered';
  readonly got: string;
  /** Pupils of the answer, or takings of tests that were sent. */
  readonly count: number;
}

export interface SimulatedEa {
  /** Resolves when it has done its rounds, or was stopped. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}

const ACTIONS: Readonly<Record<string, string>> = {
  HaalLeerlinggegevens: 'HaalLeerlinggegevens',
  HaalStructuur: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/structuur_verzoek',
  HaalLeerlingen: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/leerlingen_verzoek',
  HaalLeerkrachten: 'http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens/leerkrachten_verzoek',
};

const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A simulated client (EA): each round it asks for the pupil data of a school and delivers results of its pupils. */
export function startSimulatedEa(options: SimulatedEaOptions): SimulatedEa {
  const ea = new PollingEa(options);
  const done = ea.run();
  return {
    done,
    stop: async () => {
      ea.stop();
      await done;
    },
  };
}

class PollingEa {
  readonly #agent = new Agent();
  readonly #habits: EaHabits;
  readonly #version: UwlrVersion;
  readonly #stopped = new AbortController();
  #pupils: readonly KnownPupil[] = [];
  #staff: readonly string[] = [];
  #since: string | undefined;
  #waiting: Taking[] = [];
  #takings = 0;
  #lastStamp = 0;
  #asked = 0;
  /** Rows that ended for good. */
  readonly #dead = new Set<'questions' | 'results'>();
  /** Moments until which Retry-After asks it to wait. */
  readonly #notBefore = { questions: 0, results: 0 };

  constructor(private readonly options: SimulatedEaOptions) {
    const { defects = [], version = '2.2' } = options;
    this.#habits = Object.assign({}, ...defects.map(({ habits }) => habits)) as EaHabits;
    this.#version = version;
  }

  stop(): void {
    this.#stopped.abort();
  }

  async run(): Promise<void> {
    const { rounds = Number.POSITIVE_INFINITY, intervalMs } = this.options;
    for (let round = 0; round < rounds && !this.#stopped.signal.aborted; round += 1) {
      if (round > 0) await this.#pause(intervalMs);
      if (this.#stopped.signal.aborted) break;
      if (this.#may('questions') && !(this.#habits.asksOnce === true && this.#asked > 0)) await this.#ask();
      if (this.#may('results')) await this.#deliver();
    }
    await this.#agent.destroy();
  }

  #may(row: 'questions' | 'results'): boolean {
    return !this.#dead.has(row) && Date.now() >= this.#notBefore[row] && !this.#stopped.signal.aborted;
  }

  async #ask(): Promise<void> {
    this.#asked += 1;
    const { inSteps = false } = this.options;
    const answer = await this.#patiently('questions', () => this.#question(inSteps ? 'HaalStructuur' : 'HaalLeerlinggegevens'));
    const whole = answer.kind === 'data' && inSteps ? await this.#members(answer) : answer;
    this.#tell({ did: 'asked', got: gotOf(whole), count: whole.kind === 'data' ? whole.pupils.length : 0 });
    this.#learn(whole);
  }

  /** Pupils and staff, group by group, and those in no group. */
  async #members(structure: Extract<EaAnswer, { kind: 'data' }>): Promise<EaAnswer> {
    const groepen: AskedGroups = {
      groep: [...structure.groups.filter(({ name }) => name === 'groep').map(({ key }) => ({ key })), {}],
      samengestelde_groep: structure.groups.filter(({ name }) => name === 'samengestelde_groep').map(({ key }) => ({ key })),
    };
    const pupils = await this.#question('HaalLeerlingen', groepen);
    if (pupils.kind !== 'data') return pupils;
    const staff = await this.#question('HaalLeerkrachten', groepen);
    return {
      ...pupils,
      ...supplied({ madeAt: structure.madeAt }),
      staff: staff.kind === 'data' ? staff.staff : [],
    };
  }

  #learn(answer: EaAnswer): void {
    const { countsFailures, forgetsUnchanged, stopsAfterNone, keepsLeavers } = this.#habits;
    if (answer.kind === 'data') {
      const { pupils } = answer;
      this.#pupils =
        keepsLeavers === true ? [...this.#pupils.filter(({ key }) => !pupils.some((one) => one.key === key)), ...pupils] : pupils;
      this.#staff = answer.staff;
      this.#since = answer.madeAt;
    } else if (answer.kind === 'unchanged') {
      if (forgetsUnchanged === true) this.#pupils = [];
    } else if (answer.kind === 'none') {
      if (stopsAfterNone === true) this.#dead.add('questions');
    } else if (countsFailures === true)
      this.#since = new Date(Math.max(Date.now(), Date.parse(this.#since ?? '') + 1000 || 0)).toISOString();
  }

  #question(operation: string, groepen?: AskedGroups): Promise<EaAnswer> {
    const { school, schoolYear, to, gegevenssetid } = this.options;
    const version = this.#version;
    const question = QUESTIONS.findLast(
      (one) => one.operation === operation && (operation !== 'HaalLeerlinggegevens' || isOf(one, version)),
    ) as Question;
    const since = this.#sinceToSend();
    const value = {
      schooljaar: schoolYear,
      ...identificationOf(school),
      xsdversie: version,
      ...(gegevenssetid === undefined || version === '1.0' ? {} : { gegevenssetid }),
      ...supplied({ laatstontvangengegevens: since, groepen }),
    };
    return this.#send('question', to, ACTIONS[operation] as string, encodeToString(question.request, version, value as never));
  }

  #sinceToSend(): string | undefined {
    const { sinceAtFirst, sinceInFuture, sinceWithoutZone } = this.#habits;
    if (this.#since === undefined) return sinceAtFirst === true ? '1970-01-01T00:00:00Z' : undefined;
    if (sinceInFuture === true) return new Date(Date.now() + 7 * 86_400_000).toISOString();
    return sinceWithoutZone === true ? this.#since.replace(/Z$/, '') : this.#since;
  }

  async #deliver(): Promise<void> {
    const { perRound = 3 } = this.options;
    const { needsField } = this.#habits;
    const fit = needsField === undefined ? this.#pupils : this.#pupils.filter(({ fields }) => fields.has(needsField));
    const present = fit.slice(Math.max(0, fit.length - perRound));
    const fresh = [...new Set([...fit.slice(0, perRound), ...present])].map((pupil) => this.#taking(pupil));
    const takings = [...this.#waiting.filter(({ pupil }) => this.#pupils.includes(pupil) || this.#knows(pupil)), ...fresh];
    if (takings.length === 0) return;
    const answer = await this.#patiently('results', () => this.#message(takings));
    this.#tell({ did: 'delivered', got: gotOf(answer), count: takings.length });
    this.#waiting = this.#stillWaiting(takings, answer);
  }

  #knows({ key, eckId }: KnownPupil): boolean {
    return this.#pupils.some((one) => one.key === key && one.eckId === eckId);
  }

  #stillWaiting(takings: readonly Taking[], answer: EaAnswer): Taking[] {
    const got = gotOf(answer);
    const { takesForConfirmation, givesUp, newKeys } = this.#habits;
    if (answer.kind === 'confirmed' || takesForConfirmation?.test(got) === true || givesUp?.test(got) === true) return [];
    // What was refused for good waits for a person.
    if (answer.kind === 'fault' && answer.code.startsWith('Client.')) return [];
    return newKeys === true ? takings.map((taking) => ({ ...taking, key: `${taking.key}-n` })) : [...takings];
  }

  #taking(pupil: KnownPupil): Taking {
    this.#takings += 1;
    const number = this.#takings;
    const [staff] = this.#staff;
    const key = this.#habits.numbersAnew === true ? `ea-${((number - 1) % 6) + 1}` : `ea-${number}`;
    // A day of the past weeks for each, so that no two takings are alike.
    const day = new Date(Date.now() - (1 + (number % 300)) * 86_400_000).toISOString().slice(0, 10);
    return { pupil, number, day, key, ...supplied({ staff }) };
  }

  #message(takings: readonly Taking[]): Promise<EaAnswer> {
    const { school, schoolYear, resultsTo = this.options.to } = this.options;
    const version = this.#version;
    const message = messageOf({ school: identificationOf(school) ?? {}, schoolYear, version, madeAt: this.#stamp(), takings });
    const body =
      version === '1.0'
        ? encodeToString(leerresultatenVerzoek1, version, (toVersion1(message).message ?? message) as never)
        : encodeToString(leerresultatenVerzoek, version, message);
    return this.#send('results', resultsTo, 'BrengLeerresultaten', body);
  }

  #stamp(): string {
    const { oneStamp, sameStamp } = this.#habits;
    const stays = oneStamp === true || (sameStamp === true && this.#waiting.length > 0);
    if (!stays || this.#lastStamp === 0) this.#lastStamp = Math.max(Date.now(), this.#lastStamp + 1);
    return new Date(this.#lastStamp).toISOString();
  }

  /** Sends it, and again at once where a habit says so. */
  async #patiently(row: 'questions' | 'results', once: () => Promise<EaAnswer>): Promise<EaAnswer> {
    const { repeats, diesAt } = this.#habits;
    let answer = await once();
    const isRepeated = repeats?.of === row && answer.kind === 'fault' && repeats.code.test(answer.code);
    if (isRepeated) answer = (await Promise.all(Array.from({ length: repeats.times }, once))).at(-1) ?? answer;
    if (diesAt?.of === row && diesAt.failure.test(gotOf(answer))) this.#dead.add(row);
    return answer;
  }

  async #send(kind: OutgoingMessage['kind'], url: string, action: string, body: string): Promise<EaAnswer> {
    const row = kind === 'results' ? 'results' : 'questions';
    const { caller, defects = [], patienceMs = 60_000 } = this.options;
    const header = encodeToString(this.#version === '1.0' ? autorisatie1 : autorisatie, this.#version, caller);
    let message: OutgoingMessage = {
      kind,
      method: 'POST',
      headers: { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: `"${action}"`, 'User-Agent': 'uwlr-simulated-ea' },
      xml: `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="${SOAP_11}"><e:Header>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`,
    };
    for (const { edit } of defects) if (edit !== undefined) message = edit(message);
    const { patience } = this.#habits;
    const ms = patience?.of === row ? patience.ms : patienceMs;
    try {
      const response = await send(url, {
        method: message.method as 'POST',
        headers: message.headers,
        body: message.xml,
        dispatcher: this.#agent,
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ms)]),
      });
      const wait = Number(response.headers['retry-after'] ?? 0) * 1000;
      if (wait > 0 && this.#habits.ignoresRetryAfter !== row) this.#notBefore[row] = Date.now() + wait;
      return this.#read(response.statusCode, String(response.headers['content-type'] ?? ''), await response.body.text());
    } catch (error) {
      const { name, code = '' } = error as NodeJS.ErrnoException;
      if (name === 'TimeoutError') return { kind: 'failure', what: 'timeout' };
      return { kind: 'failure', what: NO_CONNECTION.has(code) ? 'no-connection' : 'broken' };
    }
  }

  #read(status: number, type: string, body: string): EaAnswer {
    const { needsPrefixes, needsLists, needsValid, mostCharacters = Number.POSITIVE_INFINITY } = this.#habits;
    if (body.length > mostCharacters) return { kind: 'failure', what: 'broken' };
    if (needsPrefixes === true && !body.includes('<s:Envelope')) return { kind: 'failure', what: 'broken' };
    if (needsValid === true && /<zorgniveau>|<voorvoegsel><\/voorvoegsel>/.test(body)) return { kind: 'failure', what: 'broken' };
    const answer = readAnswer(status, type, body);
    return needsLists === true && answer.kind === 'data' && answer.pupils.length === 1 ? { kind: 'failure', what: 'broken' } : answer;
  }

  #tell(event: EaEvent): void {
    this.options.onEvent?.(event);
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(end, ms);
      function end(): void {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      }
      signal.addEventListener('abort', end);
    });
  }
}

function isOf({ request }: Question, version: UwlrVersion): boolean {
  return request.element.name.includes('_') === (version !== '1.0');
}

function gotOf(answer: EaAnswer): string {
  if (answer.kind === 'fault') return `fault ${answer.code}`;
  return answer.kind === 'failure' ? answer.what : answer.kind;
}
