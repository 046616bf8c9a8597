import { type Command, Option } from 'commander';
import { type PartyDetail, showParty } from '../../admin/parties/show-party.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { text } from '../terminal/arguments.js';
import { jsonOption } from '../terminal/json-option.js';
import { namedOnce } from '../terminal/named-once.js';
import { print, printJson } from '../terminal/print.js';
import { connectionText } from './connection-text.js';
import { noteWantedName } from './note-wanted-name.js';

export function registerPartyShow(party: Command, session: Session): void {
  party
    .command('show')
    .description('show one party: its settings, agreements, keys and targets')
    .argument('[klantcode]', 'the party', text(64))
    .addOption(new Option('--party <klantcode>', 'the same').argParser(text(64)))
    .addOption(jsonOption())
    .action((klantcode: string | undefined, { party: named, json }: { readonly party?: string; readonly json?: true }) =>
      show(session, namedOnce(klantcode, named, 'party'), json),
    );
}

async function show(session: Session, klantcode: string, json: true | undefined): Promise<void> {
  const party = await withOffice(session.config(), (office) => showParty(office, klantcode));
  if (json) {
    printJson(party);
    return;
  }
  const lines = linesOf(party);
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) print(`${name.padEnd(width)}  ${value}`);
  noteWantedName(party);
}

function linesOf(party: PartyDetail): readonly (readonly [string, string])[] {
  const { klantcode, klantnaam, name, role, presents, endpoint, policy, version, acceptStale, knownLearnersOnly, createdAt } = party;
  const called = connectionText(party);
  return [
    ['klantcode', klantcode],
    ['name', name],
    ...(presents === undefined
      ? ([['klantnaam', klantnaam]] as const)
      : ([['we present', `klantcode ${presents.klantcode}, klantnaam '${presents.klantnaam}'`]] as const)),
    ['role', role],
    ...(endpoint === undefined ? [] : [['endpoint', endpoint] as const]),
    ['policy', policy],
    ...(version === undefined ? [] : [['version', version] as const]),
    ['accept stale', yesNo(acceptStale)],
    ['known learners only', yesNo(knownLearnersOnly)],
    ...(called === '' ? [] : [['connection', called] as const]),
    ['added', createdAt],
    ...party.agreements.map(
      ({ id, school, exchanges, purpose }) => ['agreement', `${id}: school ${school}, ${exchanges.join(' and ')}, ${purpose}`] as const,
    ),
    ...party.keys.map(
      ({ id, schools, until }) => ['key', `${id}: ${schools.join(', ')}${until === undefined ? '' : `, until ${until}`}`] as const,
    ),
    ...party.targets.map((id) => ['target', id] as const),
  ];
}

function yesNo(flag: boolean): string {
  return flag ? 'yes' : 'no';
}
