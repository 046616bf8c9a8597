import { type Command, Option } from 'commander';
import { listSignals, type SignalFilter } from '../../admin/signals/list-signals.js';
import { supplied } from '../../core/supplied.js';
import { SIGNAL_KINDS, type Signal, type SignalKind } from '../../model/signal.js';
import type { Page } from '../../store/store.js';
import { auditRead } from '../audit/audit-read.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { remoteGateway } from '../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions, withoutRemote } from '../remote/remote-options.js';
import { count, school, text } from '../terminal/arguments.js';
import { wrongUsage } from '../terminal/command-error.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, printJson, printTable } from '../terminal/print.js';

interface ListOptions extends RemoteOptions {
  readonly school: string;
  readonly learner?: string;
  readonly party?: string;
  readonly kind?: SignalKind;
  readonly all?: true;
  readonly muted?: true;
  readonly limit: number;
  readonly cursor?: string;
  readonly json?: true;
}

const NONE_NOW = 'No signals that hold now: --all adds signals that are over, --muted those that the school muted.';

/** What both ways of listing know of a signal. */
type Listed = Signal & { readonly muted?: boolean };

export function registerSignalList(signals: Command, session: Session): void {
  addRemoteOptions(signals.command('list'))
    .description('list the signals of a school that hold now, in order of storage')
    .addOption(new Option('--school <school>', 'the school').argParser(school).makeOptionMandatory())
    .addOption(new Option('--learner <alias>', 'only of this learner').argParser(text(256)))
    .addOption(new Option('--party <klantcode>', 'only from this vendor').argParser(text(64)))
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(SIGNAL_KINDS))
    .option('--all', 'also superseded, withdrawn and past signals')
    .option('--muted', 'also those that the school muted')
    .addOption(new Option('--limit <number>', 'how many at most').argParser(count(1000)).default(100))
    .option('--cursor <cursor>', 'start of the page: next of the previous page')
    .addOption(jsonOption())
    .action((options: ListOptions) => list(session, options));
}

async function list(session: Session, { json, ...options }: ListOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const { limit, cursor, muted, all, ...filter } = withoutRemote(options);
  if (remote !== undefined && muted) throw wrongUsage('--muted does not go with --remote');
  const page = { limit, ...supplied({ cursor }) };
  const found =
    remote === undefined
      ? await signalsHere(session, { ...filter, ...(muted ? { muted } : {}), ...(all ? { all } : {}) }, page)
      : await remote.get<Page<Listed>>('/signals', { ...filter, ...page, ...(all ? { state: 'all' } : {}) });
  if (json) {
    printJson(found);
    return;
  }
  const head = ['RAISED', 'KIND', 'LEARNER', 'GOAL', 'PARTY', 'VALID UNTIL', 'STATUS', 'REV'];
  printTable(head, found.items.map(row), all && muted ? 'No signals.' : NONE_NOW);
  if (found.next !== undefined) note(`More: --cursor ${found.next}`);
}

function signalsHere(session: Session, filter: SignalFilter, page: { readonly limit: number; readonly cursor?: string }) {
  return withOffice(session.config(), async (office) => {
    const found = await listSignals(office, filter, page);
    await auditRead(office.store, 'signals.read', filter.school, { signals: found.items.length });
    return found;
  });
}

function row({ raisedAt, kind, learner, supplierGoal, party, validUntil = '', status, muted, revision = 1 }: Listed): readonly string[] {
  const goal = supplierGoal.title ?? supplierGoal.id;
  return [raisedAt, kind, learner, goal, party, validUntil, muted === true ? `${status} (muted)` : status, String(revision)];
}
