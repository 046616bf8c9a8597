import { type Command, Option } from 'commander';
import { type ResultDetail, showResult } from '../../admin/messages/show-result.js';
import type { PastLink } from '../../store/goals/goal-link-store.js';
import type { StoredResult } from '../../store/store.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { school, text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson, printTable } from '../terminal/print.js';
import { figuresOf, testOf } from './result-text.js';

interface ShowOptions {
  readonly school?: string;
  readonly party?: string;
  readonly json?: true;
}

export function registerResultShow(results: Command, session: Session): void {
  results
    .command('show')
    .description('show one result: its revisions, what was taken out of their messages, its learning goals and its deliveries')
    .argument('<id>', 'its id as list --json has it, or the key that its source gave it', text(256))
    .addOption(new Option('--school <school>', 'the school (whichever has it)').argParser(school))
    .addOption(new Option('--party <klantcode>', 'its source, for a key (whichever has it)').argParser(text(64)))
    .addOption(jsonOption())
    .action((name: string, options: ShowOptions) => show(session, name, options));
}

async function show(session: Session, name: string, { json, ...where }: ShowOptions): Promise<void> {
  const detail = await withOffice(session.config(), (office) => showResult(office, { name, ...where }));
  if (json) printJson(detail);
  else printResult(detail);
}

function printResult({ id, school: of, revisions, goals, deliveries }: ResultDetail): void {
  const last = revisions.at(-1)?.result as StoredResult;
  for (const [what, value] of [
    ['id', id],
    ['school', of],
    ['party', last.source.party],
    ['learner', last.learner],
    ['test', testOf(last)],
    ['status', last.status],
  ]) {
    print(`${String(what).padEnd(7)}  ${value}`);
  }
  const rows = revisions.map(({ result, exchange, stripped }) => {
    const { revision, date, norm, storedAt } = result;
    const taken = stripped === undefined ? '' : String(stripped.reduce((sum, { count }) => sum + count, 0));
    return [String(revision), date, figuresOf(result), norm?.term ?? '', storedAt, exchange ?? '', taken];
  });
  printTable(['REV', 'DATE', 'VALUES', 'NORM', 'STORED', 'EXCHANGE', 'STRIPPED'], rows, 'No revisions.');
  if (goals.length > 0)
    printTable(['GOAL', 'SET', 'OF THE VENDOR', 'SAID BY', 'VIA', 'MAPPING', 'COVERAGE', 'SINCE', 'UNTIL'], goals.map(goalCells), '');
  const sent = deliveries.map((one) => [
    one.id,
    one.kind,
    one.target,
    String(one.revision ?? ''),
    one.state,
    one.reason ?? '',
    one.settledAt ?? '',
  ]);
  printTable(['DELIVERY', 'KIND', 'TARGET', 'REV', 'STATE', 'REASON', 'SETTLED'], sent, 'No deliveries.');
}

/** A goal that no loaded set has is shown as it was written. */
function goalCells({ goal, set, setVersion, supplierGoal, original, mappingVersion, ...link }: PastLink): string[] {
  const from = set === undefined ? 'not loaded' : `${set}@${setVersion}`;
  const own = supplierGoal === undefined ? '' : [supplierGoal.id, supplierGoal.title].filter(Boolean).join(' ');
  return [goal ?? original, from, own, link.assertedBy, link.via, mappingVersion ?? '', link.coverage, link.addedAt, link.endedAt ?? ''];
}
