import { type Command, Option } from 'commander';
import { shownExchange } from '../api/exchange-view.js';
import type { Outcome } from '../store/store.js';
import { count, school, text } from './arguments.js';
import { answerIsNo } from './command-error.js';
import { printExchange } from './exchange-text.js';
import { jsonOption } from './json-option.js';
import { withExistingStore } from './open-store.js';
import { note, printJson, printTable } from './print.js';
import type { Session } from './session.js';

const OUTCOMES: readonly Outcome[] = ['accepted', 'repeated', 'refused'];

interface ListOptions {
  readonly school?: string;
  readonly party?: string;
  readonly outcome?: Outcome;
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

export function registerExchange(program: Command, session: Session): void {
  const exchange = program.command('exchange').description('records of the messages that came in');
  exchange
    .command('list')
    .description('list the exchanges, newest first')
    .addOption(new Option('--school <school>', 'only of this school').argParser(school))
    .addOption(new Option('--party <klantcode>', 'only from this party').argParser(text(64)))
    .addOption(new Option('--outcome <outcome>', 'only those that ended so').choices(OUTCOMES))
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(50))
    .option('--cursor <cursor>', 'where to go on: next of the page before')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
  exchange
    .command('show')
    .description('show one exchange: what was found, and what was taken out before it was stored')
    .argument('<id>', 'as in the fault that the sender got')
    .addOption(jsonOption())
    .action((id: string, options: { json?: true }) => show(session, id, options));
}

async function list(session: Session, { json, ...query }: ListOptions): Promise<void> {
  const { items, next } = await withExistingStore(session.config(), (store) => store.exchanges(query));
  if (json) {
    printJson({ items: items.map(shownExchange), ...(next === undefined ? {} : { next }) });
    return;
  }
  const rows = items.map(
    ({ receivedAt, id, operation, party, school: of, outcome, faultCode, resultCount, learnerCount, findingCount }) => [
      receivedAt,
      id,
      operation,
      party ?? '',
      of ?? '',
      faultCode === undefined ? outcome : `${outcome}: ${faultCode}`,
      String(resultCount),
      String(learnerCount),
      String(findingCount),
    ],
  );
  printTable(['RECEIVED', 'ID', 'OPERATION', 'PARTY', 'SCHOOL', 'OUTCOME', 'RESULTS', 'PUPILS', 'FINDINGS'], rows, 'No exchanges.');
  if (next !== undefined) note(`More: --cursor ${next}`);
}

async function show(session: Session, id: string, { json }: { json?: true }): Promise<void> {
  const exchange = await withExistingStore(session.config(), (store) => store.exchange(id));
  if (exchange === undefined) throw answerIsNo('there is no exchange with this id');
  if (json) printJson(shownExchange(exchange));
  else printExchange(shownExchange(exchange));
}
