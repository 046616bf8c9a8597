import { type Command, Option } from 'commander';
import { addToken, checkNewToken, type NewToken } from '../admin/credentials/add-token.js';
import { listTokens } from '../admin/credentials/list-tokens.js';
import { supplied } from '../core/supplied.js';
import { ROLE_NAMES } from '../directory/access/roles.js';
import { SCOPES } from '../directory/access/scopes.js';
import { StoreError } from '../store/store-error.js';
import { doing } from './client/doing.js';
import { tokenState } from './client/token-state.js';
import { withExistingStore } from './open/open-store.js';
import type { Session } from './open/session.js';
import { withOffice } from './open/with-office.js';
import { moment, school, text, words } from './terminal/arguments.js';
import { negativeAnswer } from './terminal/command-error.js';
import { jsonOption } from './terminal/json-option.js';
import { note, print, printJson, printTable } from './terminal/print.js';

type TokenOptions = NewToken & { readonly json?: true };

export function registerToken(program: Command, session: Session): void {
  const token = program.command('token').description('bearer tokens for REST clients, and for people in a role');
  token
    .command('add')
    .description('make a token and print it once; for a client, also make its agreement unless it has one')
    .addOption(new Option('--client <name>', 'who is going to use it').argParser(text(128)).makeOptionMandatory())
    .addOption(new Option('--school <school>', 'school whose data it opens').argParser(school))
    .addOption(new Option('--scope <scopes>', `what it opens: ${SCOPES.join(', ')}`).argParser(words(SCOPES)))
    .addOption(new Option('--role <role>', 'instead of scopes: what somebody in this role may do').choices(ROLE_NAMES))
    .addOption(
      new Option('--teacher <key>', 'with --role: the member of staff who uses it, by key in the roster or ECK iD').argParser(text(256)),
    )
    .addOption(new Option('--purpose <text>', 'what the data are for').argParser(text(500)))
    .addOption(new Option('--until <moment>', 'when it is over (never)').argParser(moment))
    .addOption(jsonOption())
    .action((options: TokenOptions) => add(session, options));
  token
    .command('list')
    .description('list the tokens, without their values')
    .addOption(jsonOption())
    .action((options: { json?: true }) => list(session, options));
  token
    .command('revoke')
    .description('end a token now')
    .argument('<id>', 'as shown by token list')
    .addOption(jsonOption())
    .action((id: string, options: { json?: true }) => revoke(session, id, options));
}

async function add(session: Session, options: TokenOptions): Promise<void> {
  checkNewToken(options, new Date().toISOString());
  const { id, token, agreement } = await withOffice(session.config(), (office) => addToken(office, options));
  if (agreement !== undefined)
    note(`Made agreement ${agreement}: it lets ${options.client} ${doing(options.scope)} school ${options.school}.`);
  if (options.json) {
    printJson({ id, token, ...supplied({ agreement }) });
    return;
  }
  print(token);
  note('Keep it safe: it is not stored here and cannot be shown again.');
}

async function list(session: Session, { json }: { json?: true }): Promise<void> {
  const items = await withExistingStore(session.config(), (store) => listTokens(store));
  if (json) {
    printJson({ items });
    return;
  }
  const now = new Date().toISOString();
  const rows = items.map((token) => {
    const { id, client, role, school, scopes, createdAt, lastUsedAt } = token;
    return [
      id,
      client,
      school ?? '',
      role === undefined ? scopes.join(',') : `role ${role}`,
      createdAt,
      tokenState(token, now),
      lastUsedAt ?? '',
    ];
  });
  printTable(['ID', 'CLIENT', 'SCHOOL', 'OPENS', 'ADDED', 'STATE', 'LAST USED'], rows, 'No tokens yet.');
}

async function revoke(session: Session, id: string, { json }: { json?: true }): Promise<void> {
  const revokedAt = new Date().toISOString();
  await withExistingStore(session.config(), (store) => store.revokeToken(id, revokedAt)).catch((error: unknown) => {
    throw error instanceof StoreError && error.code === 'unknown' ? negativeAnswer('there is no token with this id') : error;
  });
  if (json) printJson({ id, revokedAt });
  else print(`Revoked token ${id}.`);
}
