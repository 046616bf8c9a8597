import { type Command, Option } from 'commander';
import type { Page, ResultQuery, StoredResult } from '../store/store.js';
import { auditRead } from './audit/audit-read.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { remoteGateway } from './remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions, withoutRemote } from './remote/remote-options.js';
import { figuresOf, testOf } from './results/result-text.js';
import { registerResultShow } from './results/show.js';
import { count, moment, school, text } from './terminal/arguments.js';
import { negativeAnswer } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, printJson, printTable } from './terminal/print.js';

interface ListOptions extends RemoteOptions {
  readonly school: string;
  readonly learner?: string;
  readonly party?: string;
  readonly since?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

export function registerResults(program: Command, session: Session): void {
  const results = program.command('results').alias('result').description('stored results');
  addRemoteOptions(results.command('list'))
    .description('list the current results of a school, in order of storage')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--learner <alias>', 'only of this learner').argParser(text(256)))
    .addOption(new Option('--party <klantcode>', 'only from this party').argParser(text(64)))
    .addOption(new Option('--since <moment>', 'only what was stored since').argParser(moment))
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(100))
    .option('--cursor <cursor>', 'start of the page: next of the previous page')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
  registerResultShow(results, session);
}

async function list(session: Session, { json, ...options }: ListOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const query = withoutRemote(options);
  const page = remote === undefined ? await resultsHere(session, query) : await remote.get<Page<StoredResult>>('/results', { ...query });
  if (json) {
    printJson(page);
    return;
  }
  printTable(['DATE', 'LEARNER', 'TEST', 'VALUES', 'NORM', 'PARTY', 'REV', 'STORED'], page.items.map(row), 'No results.');
  if (page.next !== undefined) note(`More: --cursor ${page.next}`);
}

function resultsHere(session: Session, query: ResultQuery): Promise<Page<StoredResult>> {
  return withExistingStore(session.config(), async (store) => {
    const { schools } = await store.directory();
    if (!schools.has(query.school)) throw negativeAnswer(`there is no school ${query.school}`);
    const found = await store.results(query);
    await auditRead(store, 'results.read', query.school, { results: found.items.length });
    return found;
  });
}

function row(result: StoredResult): readonly string[] {
  const { date, learner, norm, source, revision, storedAt } = result;
  return [date, learner, testOf(result), figuresOf(result), norm?.term ?? '', source.party, String(revision), storedAt];
}
