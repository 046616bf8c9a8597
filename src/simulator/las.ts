import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Roster } from '../model/roster/roster.js';
import { parseSchoolId } from '../model/school-id.js';
import { soapEndpoint } from '../soap/endpoint/express-endpoint.js';
import type { SchoolSet } from '../synthetic/school/school-set.js';
import { type SyntheticAdministration, syntheticSchool } from '../synthetic/school/synthetic-school.js';
import { type Policy, UWLR_VERSIONS, type UwlrVersion } from '../uwlr/finding.js';
import type { Autorisatie } from '../uwlr/messages/autorisatie.js';
import type { LasDefect } from './defects/las-defect.js';
import { type FaultUse, handlingOf } from './faults/fault.js';
import { startFront } from './http/front.js';
import type { Handling } from './http/whole-message.js';
import type { LasDeviation } from './las-deviations.js';
import { NO_HABITS, type ResultHabits, withoutSoap } from './las-result-habits.js';
import { LasResults, type LasResultsOptions, type TakenResult } from './las-results.js';
import { type LasRequest, LasService } from './las-service.js';
import { type Ledger, openLedger } from './ledger.js';

export interface SimulatedLasOptions {
  /** The one school that it has. An invented one unless given. */
  readonly school?: SyntheticAdministration;
  /** What the school has of school years before; nothing unless given. */
  readonly earlier?: readonly Roster[];
  /** What callers have to present. */
  readonly caller?: Autorisatie;
  /** Versions that it speaks: all of them unless given. */
  readonly versions?: readonly UwlrVersion[];
  /** The set that it gives, whatever the caller asks. Unless given: what gegevenssetid names, or the smallest. */
  readonly profile?: SchoolSet;
  /** 0: any free one. */
  readonly port?: number;
  readonly now?: () => Date;
  readonly deviations?: readonly LasDeviation[];
  /** Schools whose results it takes, besides its own. */
  readonly schools?: readonly string[];
  /** Where it writes down what results it took in. In memory unless given. */
  readonly ledger?: Ledger;
  /** By which the ledger knows it: klantcode of the caller unless given. */
  readonly receiver?: string;
  readonly habits?: Partial<ResultHabits>;
  /** Told of every message with results that it took in. */
  readonly onResults?: LasResultsOptions['heard'];
  /** How it reads results; strictly unless given. */
  readonly policy?: Policy;
  /** It refuses results of pupils that it does not have, and what cannot be right in them, although the schema allows it. */
  readonly checksContents?: boolean;
  /** What it does wrong. */
  readonly defects?: readonly LasDefect[];
  /** How it answers otherwise than a sound one; of two faults the first has its way. */
  readonly faults?: readonly FaultUse[];
}

export interface SimulatedLas {
  /** Of the service; `?wsdl` gives its description. */
  readonly endpoint: string;
  /** Of the service that takes results. */
  readonly resultsEndpoint: string;
  readonly caller: Autorisatie;
  /** As it is now. */
  readonly school: SyntheticAdministration;
  /** Questions that were understood, in their order. */
  readonly requests: readonly LasRequest[];
  /** Edits the school: the next question is answered from what comes back, and something has changed. */
  change(edit: (roster: Roster) => Roster): void;
  /** Habits from now on. */
  deviate(...deviations: readonly LasDeviation[]): void;
  /** Results that it has. */
  readonly taken: readonly TakenResult[];
  /** What results it took in, message by message. */
  readonly ledger: Ledger;
  /** What it does with results from now on. */
  behave(habits: Partial<ResultHabits>): void;
  close(): Promise<void>;
}

/** What callers present to a simulated administration unless it was told otherwise. */
export const SIMULATED_CALLER: Autorisatie = {
  autorisatiesleutel: 'verzonnen-sleutel-0001',
  klantcode: 'VERZONNEN',
  klantnaam: 'Verzonnen leverancier',
};

/**
 * A simulated administration (LAS) on this machine: one invented school over real HTTP, in every version of UWLR, all in one and in
 * steps, with geenwijzigingen and real faults, and with the habits of real ones on demand. It takes results of that school, and of
 * others if told so.
 */
export async function startSimulatedLas(options: SimulatedLasOptions = {}): Promise<SimulatedLas> {
  const { caller = SIMULATED_CALLER, versions = UWLR_VERSIONS, profile, port = 0, now = () => new Date() } = options;
  const clock = new Clock(now);
  let school = options.school ?? syntheticSchool({ brin: '99XX' });
  let changedAt = clock.next();
  let deviations = options.deviations ?? [];
  const requests: LasRequest[] = [];
  const service = new LasService({
    caller,
    versions,
    set: profile,
    state: () => ({ school, changedAt, deviations, earlier: options.earlier ?? [] }),
    madeAt: () => clock.next(),
    heard: (request) => requests.push(request),
  });
  const { schools = [], ledger = await openLedger(), receiver = caller.klantcode, onResults = () => undefined } = options;
  let habits: ResultHabits = { ...NO_HABITS, ...options.habits };
  const results = new LasResults({
    caller,
    versions,
    policy: options.policy,
    opens: (id) => [school.id, ...schools].some((known) => parseSchoolId(known) === id),
    receiver,
    ledger,
    habits: () => habits,
    now,
    learnersOf:
      options.checksContents === true ? (id) => (parseSchoolId(school.id) === id ? school.roster.learners : undefined) : undefined,
    heard: onResults,
  });
  const app = express();
  app.disable('x-powered-by');
  app.use('/leerlinggegevens', soapEndpoint(service, undefined));
  app.use(
    '/leerresultaten',
    withoutSoap(() => habits),
    soapEndpoint(results, undefined),
  );
  const server = createServer(app);
  const { defects = [], faults = [] } = options;
  const handlings: Handling[] = [...faults.map(handlingOf), ...defects.map((defect) => defect.start({ caller, school: school.id }))];
  server.listen(handlings.length === 0 ? port : 0, 'localhost');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const front = handlings.length === 0 ? undefined : await startFront(origin, handlings, port);
  const base = front?.origin ?? origin;
  return {
    endpoint: `${base}/leerlinggegevens`,
    resultsEndpoint: `${base}/leerresultaten`,
    caller,
    get school() {
      return school;
    },
    requests,
    change: (edit) => {
      school = { ...school, roster: edit(school.roster) };
      changedAt = clock.next();
    },
    deviate: (...names) => {
      deviations = names;
    },
    get taken() {
      return results.taken;
    },
    ledger,
    behave: (more) => {
      habits = { ...NO_HABITS, ...more };
    },
    close: async () => {
      await front?.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Moments that follow each other: an answer and a change are never of the same one, so it can be told which came first. */
class Clock {
  #last = 0;

  constructor(private readonly now: () => Date) {}

  next(): Date {
    this.#last = Math.max(this.now().getTime(), this.#last + 1);
    return new Date(this.#last);
  }
}
