import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { JWK } from 'jose';
import type { EduVMessage } from '../model/edu-v/edu-v-message.js';
import { EduVIntake } from './edu-v-intake.js';
import { EDU_V_MESSAGE_SCHEMA } from './edu-v-schema.js';
import { EduVTokens } from './edu-v-tokens.js';
import { type Ledger, openLedger } from './ledger.js';

/** What a receiver does with a message that it may take, instead of taking it in and confirming. */
export type EduVHabit =
  /** Takes it in, and ends the connection without an answer. */
  | { readonly does: 'lose-answer' }
  /** Takes nothing in. */
  | { readonly does: 'answer'; readonly status: number; readonly retryAfter?: string; readonly body?: unknown }
  /** Refuses these statements, by id: with 400 for all of the message, or with 201 while it takes the others in. */
  | { readonly does: 'refuse'; readonly statements: readonly string[]; readonly takesOthers?: true };

export interface EduVReceiverOptions {
  readonly clientId: string;
  /** The public key of the client. */
  readonly key: JWK;
  /** Default: one in memory. Whoever opened it closes it. */
  readonly ledger?: Ledger;
  /** 0: any free one. */
  readonly port?: number;
  /** Of a token, in seconds. */
  readonly lifetime?: number;
  readonly now?: () => Date;
  /** Told of a message that was taken in, and how many statements of it are new or changed. */
  readonly onTaken?: (message: EduVMessage, fresh: number) => void;
}

export interface SimulatedEduVReceiver {
  /** Of the API. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly ledger: Ledger;
  /** Messages that came with a good token and fitted the schema, in order. */
  readonly messages: readonly EduVMessage[];
  /** How many tokens it was asked for. */
  readonly asked: number;
  /** From the next message on; undefined: takes everything in. A function is asked for each message. */
  behave(habit: EduVHabit | (() => EduVHabit | undefined) | undefined): void;
  /** No token that was given counts any more. */
  revoke(): void;
  close(): Promise<void>;
}

/**
 * A simulated receiver of the Edu-V Results API on this machine, with its own token endpoint. It wants a signed assertion and a token, and
 * a message that is whole. Under the same id a statement takes the place of the one before, so one that comes again changes nothing.
 */
export async function startEduVReceiver(options: EduVReceiverOptions): Promise<SimulatedEduVReceiver> {
  const { clientId, key, ledger = await openLedger(), port = 0, lifetime = 300, now = () => new Date() } = options;
  const tokens = new EduVTokens({ clientId, key, audience: () => `${root()}/token`, lifetime, now });
  const intake = new EduVIntake(ledger, clientId);
  const messages: EduVMessage[] = [];
  const isMessage = messageSchema();
  let asked = 0;
  let behaviour: Parameters<SimulatedEduVReceiver['behave']>[0];

  async function take(message: EduVMessage, response: Response): Promise<unknown> {
    messages.push(message);
    const habit = typeof behaviour === 'function' ? behaviour() : behaviour;
    const { studentScoresAndResults: statements } = message;
    if (habit?.does === 'answer') {
      if (habit.retryAfter !== undefined) response.set('retry-after', habit.retryAfter);
      return response.status(habit.status).json(habit.body);
    }
    const refusals: readonly string[] = habit?.does === 'refuse' ? habit.statements : [];
    const refused = statements.filter(({ id }) => refusals.includes(id));
    const takesOthers = habit?.does === 'refuse' && habit.takesOthers === true;
    const taken = refused.length === 0 || takesOthers ? statements.filter((one) => !refused.includes(one)) : [];
    const fresh = await intake.take(message, taken);
    if (taken.length > 0) options.onTaken?.(message, fresh);
    if (habit?.does === 'lose-answer') return response.destroy();
    if (refused.length === 0) return response.status(201).end();
    return response
      .status(takesOthers ? 201 : 400)
      .json(refused.map(({ id }) => ({ id, status: 404, statusMessage: 'leerling onbekend' })));
  }

  const app = express();
  app.disable('x-powered-by');
  app.post('/token', express.urlencoded(), async (request: Request, response: Response) => {
    asked += 1;
    const { status, body } = await tokens.answer((request.body ?? {}) as Record<string, unknown>);
    response.status(status).set('cache-control', 'no-store').json(body);
  });
  app.post('/v2/results', express.json({ limit: '64mb' }), async (request: Request, response: Response) => {
    if (!tokens.lets(request.headers.authorization)) response.status(401).end();
    else if (isMessage(request.body)) await take(request.body, response);
    else response.status(400).json([{ status: 400, statusMessage: 'the message does not fit the schema' }]);
  });
  // Without this one, express writes what it met to the log, and a message may be in it.
  app.use((error: { readonly status?: number }, _request: Request, response: Response, _next: NextFunction) => {
    response.status(error.status ?? 500).end();
  });
  const server = createServer(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const root = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${root()}/v2`,
    tokenUrl: `${root()}/token`,
    ledger,
    messages,
    get asked() {
      return asked;
    },
    behave: (next) => {
      behaviour = next;
    },
    revoke: () => tokens.revoke(),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type MessageCheck = (body: unknown) => body is EduVMessage;
let check: MessageCheck | undefined;

function messageSchema(): MessageCheck {
  if (check !== undefined) return check;
  const ajv = new Ajv({ strict: true });
  addFormats.default(ajv);
  check = ajv.compile<EduVMessage>(EDU_V_MESSAGE_SCHEMA);
  return check;
}
