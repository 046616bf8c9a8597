import type { Command } from 'commander';
import { type AgreementDetail, showAgreement } from '../../admin/agreements/show-agreement.js';
import type { Session } from '../open/session.js';
import { withOffice } from '../open/with-office.js';
import { remoteGateway } from '../remote/remote-gateway.js';
import { addRemoteOptions, type RemoteOptions } from '../remote/remote-options.js';
import { jsonOption } from '../terminal/json-option.js';
import { note, print, printJson } from '../terminal/print.js';
import { stateOf } from './agreement-text.js';

type ShownAgreement = Omit<AgreementDetail, 'keys'> & Partial<Pick<AgreementDetail, 'keys'>>;

interface ShowOptions extends RemoteOptions {
  readonly json?: true;
}

export function registerAgreementShow(agreement: Command, session: Session): void {
  addRemoteOptions(agreement.command('show'))
    .description('show one agreement: who, what for, since when, and every field that may go under it')
    .argument('<id>', 'as shown by agreement list')
    .addOption(jsonOption())
    .action((id: string, options: ShowOptions) => show(session, id, options));
}

async function show(session: Session, id: string, { json, ...options }: ShowOptions): Promise<void> {
  const remote = await remoteGateway(options);
  const detail: ShownAgreement =
    (await remote?.get<ShownAgreement>(`/agreements/${encodeURIComponent(id)}`)) ??
    (await withOffice(session.config(), (office) => showAgreement(office, id)));
  if (json) printJson(detail);
  else printAgreement(detail);
}

/** A gateway elsewhere says nothing of keys. */
function printAgreement({ agreement, partyName, schoolName, fields, overruledFor, keys }: ShownAgreement): void {
  const { id, school, party, exchanges, profile, scopes, purpose, from, until, infourl } = agreement;
  const lines: readonly (readonly [string, string])[] = [
    ['id', id],
    ['school', `${school} (${schoolName})`],
    ['party', `${party} (${partyName})`],
    ['exchange', exchanges.join(' and ')],
    ['purpose', purpose],
    ['state', stateOf(agreement, new Date().toISOString())],
    ['from', from],
    ...(until === undefined ? [] : [['until', until] as const]),
    ['profile', profile],
    ...(scopes === undefined ? [] : [['scopes', scopes.join(', ')] as const]),
    ...(fields.length === 0 ? [] : [['fields', fields.join(', ')] as const]),
    ['links (infourl)', infourl.keep === 'hosts' ? infourl.hosts.join(', ') : infourl.keep],
    ...(keys === undefined ? [] : [['keys', keys.length === 0 ? 'none' : keys.join(', ')] as const]),
  ];
  for (const [name, value] of lines) print(`${name.padEnd(15)}  ${value}`);
  if (overruledFor.length > 0)
    note(`Note: for ${overruledFor.join(' and ')} a later agreement of ${party} and school ${school} counts; end one of the two.`);
}
