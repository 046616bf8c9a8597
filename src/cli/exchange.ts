import { type Command, Option } from 'commander';
import { type ShownExchange, shownExchange } from '../api/exchange-view.js';
import type { ExchangeQuery, Outcome, Page } from '../store/store.js';
import { count, moment, school, text } from './arguments.js';
import { answerIsNo } from './command-error.js';
import { printExchange } from './exchange-text.js';
import { jsonOption } from './json-option.js';
import { withExistingStore } from './open-store.js';
import { note, printJson, printTable } from './print.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions, withoutRemote } from './remote/remote-options.js';
import type { Session } from './session.js';

const OUTCOMES: readonly Outcome[] = ['accepted', 'repeated', 'refused'];

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
    .description('records of messages: those that came in, and the questions of syncs that went out');
  addRemoteOptions(exchange.command('list').description('list the exchanges, newest first'))
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(new Option('--party <klantcode>', 'only from this party').argParser(text(64)))
    .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices(OUTCOMES))
    .addOption(new Option('--since <moment>', 'only those that came or went at or after this moment').argParser(moment))
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
    remote === undefined ? await exchangesHere(session, query) : await remote.get<Page<ShownExchange>>('/exchanges', { ...query });
  if (json) {
    printJson({ items, ...(next === undefined ? {} : { next }) });
    return;
  }
  const rows = items.map(
    ({ receivedAt, id, direction, operation, party, school: of, outcome, faultCode, reason, resultCount, learnerCount, findingCount }) => [
      receivedAt,
      id,
      direction,
      operation,
      party ?? '',
      of ?? '',
      [outcome, reason ?? faultCode].filter((part) => part !== undefined).join(': '),
      String(resultCount),
      String(learnerCount),
      String(findingCount),
    ],
  );
  printTable(['RECEIVED', 'ID', 'WAY', 'OPERATION', 'PARTY', 'SCHOOL', 'OUTCOME', 'RESULTS', 'PUPILS', 'FINDINGS'], rows, 'No exchanges.');
  if (next !== undefined) note(`More: --cursor ${next}`);
}

async function exchangesHere(session: Session, query: ExchangeQuery): Promise<Page<ShownExchange>> {
  const { items, ...more } = await withExistingStore(session.config(), (store) => store.exchanges(query));
  return { items: items.map(shownExchange), ...more };
}

async function show(session: Session, id: string, { json, ...options }: ShowOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const there = await remote?.get<ShownExchange>(`/exchanges/${encodeURIComponent(id)}`);
  const exchange = there ?? (await exchangeHere(session, id));
  if (json) printJson(exchange);
  else printExchange(exchange);
}

async function exchangeHere(session: Session, id: string): Promise<ShownExchange> {
  const exchange = await withExistingStore(session.config(), (store) => store.exchange(id));
  if (exchange === undefined)
    throw answerIsNo(
      'there is no exchange with this id: of messages that were turned away there is no record, nor of those older than their term',
    );
  return shownExchange(exchange);
}
