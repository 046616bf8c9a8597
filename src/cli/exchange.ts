import { type Command, Option } from 'commander';
import { listMessages } from '../admin/messages/list-messages.js';
import { type ShownExchange, shownExchange } from '../api/shapes/exchange-view.js';
import { supplied } from '../core/supplied.js';
import { OUTCOMES } from '../store/exchange-record.js';
import type { ExchangeQuery, Outcome, Page } from '../store/store.js';
import { printExchange } from './exchange/exchange-text.js';
import { printSentMessages, type ShownSent, shownSent } from './exchange/sent-message-text.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions, withoutRemote } from './remote/remote-options.js';
import { count, moment, school, text } from './terminal/arguments.js';
import { negativeAnswer } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, printJson, printTable } from './terminal/print.js';

/** Of a message to a target that are shown. */
const MOST_ATTEMPTS = 1000;

interface ListOptions extends RemoteOptions {
  readonly school?: string;
  readonly party?: string;
  readonly outcome?: Outcome;
  readonly since?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

interface ShowOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerExchange(program: Command, session: Session): void {
  const exchange = program
    .command('exchange')
    .description('records of messages: received ones, questions of syncs, and messages sent to targets');
  addRemoteOptions(exchange.command('list').description('list the messages, newest first'))
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(new Option('--party <klantcode>', 'only from or to this party').argParser(text(64)))
    .addOption(new Option('--outcome <outcome>', 'only received messages and questions with this outcome').choices(OUTCOMES))
    .addOption(new Option('--since <moment>', 'only those received or sent at or after this moment').argParser(moment))
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(50))
    .option('--cursor <cursor>', 'start of the page: next of the previous page')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
  addRemoteOptions(exchange.command('show'))
    .description('show one exchange: its findings, and the fields removed before storage')
    .argument('<id>', 'as in the fault that was sent')
    .addOption(jsonOption())
    .action((id: string, options: ShowOptions) => show(session, id, options));
}

async function list(session: Session, { json, ...options }: ListOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const query = withoutRemote(options);
  const { items, next } =
    remote === undefined
      ? await exchangesHere(session, query)
      : await remote.get<Page<ShownExchange | ShownSent>>('/exchanges', { ...query });
  if (json) {
    printJson({ items, ...supplied({ next }) });
    return;
  }
  printTable(
    ['AT', 'ID', 'WAY', 'OPERATION', 'PARTY', 'SCHOOL', 'OUTCOME', 'RESULTS', 'PUPILS', 'FINDINGS'],
    items.map(row),
    'No exchanges.',
  );
  if (next !== undefined) note(`More: --cursor ${next}`);
}

function row(item: ShownExchange | ShownSent): readonly string[] {
  if ('target' in item) {
    const { sentAt, id, target, party, school, outcome = 'under way', faultCode, deliveries } = item;
    return [sentAt, id, 'out', `delivery to ${target}`, party, school, outcomeText(outcome, faultCode), String(deliveries), '', ''];
  }
  const { receivedAt, id, direction, operation, party = '', school = '', outcome, faultCode, reason } = item;
  const counts = [item.resultCount, item.learnerCount, item.findingCount].map(String);
  return [receivedAt, id, direction, operation, party, school, outcomeText(outcome, reason ?? faultCode), ...counts];
}

function outcomeText(outcome: string, why: string | undefined): string {
  return why === undefined ? outcome : `${outcome}: ${why}`;
}

async function exchangesHere(session: Session, query: ExchangeQuery): Promise<Page<ShownExchange | ShownSent>> {
  const { items, ...more } = await withExistingStore(session.config(), (store) => listMessages(store, query));
  return { items: items.map((item) => ('sent' in item ? shownSent(item.sent) : shownExchange(item.exchange))), ...more };
}

async function show(session: Session, id: string, { json, ...options }: ShowOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const there = await remote?.get<ShownExchange>(`/exchanges/${encodeURIComponent(id)}`);
  const shown = there ?? (await messageHere(session, id));
  if (json) printJson(shown);
  else if ('attempts' in shown) printSentMessages(shown.attempts);
  else printExchange(shown);
}

/** The record of an exchange, or every attempt at a message to a target. */
async function messageHere(session: Session, id: string): Promise<ShownExchange | { readonly attempts: readonly ShownSent[] }> {
  return withExistingStore(session.config(), async (store) => {
    const exchange = await store.exchange(id);
    if (exchange !== undefined) return shownExchange(exchange);
    const { items } = await store.outbox.sentMessages({ batch: id, limit: MOST_ATTEMPTS });
    if (items.length > 0) return { attempts: items.map(shownSent) };
    throw negativeAnswer('there is no exchange with this id. Messages that were turned away have no record; older records were removed');
  });
}
