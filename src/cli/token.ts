import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import { SCOPES, type Scope } from '../api/scopes.js';
import type { Token } from '../store/directory.js';
import { school, text, words } from './arguments.js';
import { answerIsNo } from './command-error.js';
import { freshKey } from './fresh-key.js';
import { jsonOption } from './json-option.js';
import { openKeyring } from './open-keyring.js';
import { withExistingStore } from './open-store.js';
import { note, print, printJson, printTable } from './print.js';
import type { Session } from './session.js';

interface AddOptions {
  readonly client: string;
  readonly school: string;
  readonly scope: readonly Scope[];
  readonly json?: true;
}

export function registerToken(program: Command, session: Session): void {
  const token = program.command('token').description('bearer tokens of clients that read over REST');
  token
    .command('add')
    .description('make a token, and print it once')
    .addOption(new Option('--client <name>', 'who is going to use it').argParser(text(128)).makeOptionMandatory())
    .addOption(new Option('--school <school>', 'school whose data it opens').argParser(school).makeOptionMandatory())
    .addOption(new Option('--scope <scopes>', `what it opens: ${SCOPES.join(', ')}`).argParser(words(SCOPES)).makeOptionMandatory())
    .addOption(jsonOption())
    .action((options: AddOptions) => add(session, options));
  token
    .command('list')
    .description('list the tokens, without the tokens themselves')
    .addOption(jsonOption())
    .action((options: { json?: true }) => list(session, options));
}

async function add(session: Session, { client, school, scope, json }: AddOptions): Promise<void> {
  const config = session.config();
  const token = freshKey();
  await withExistingStore(config, async (store) => {
    const { schools } = await store.directory();
    if (!schools.has(school)) throw answerIsNo(`there is no school ${school}: add it with uwlr school add`);
    const hash = (await openKeyring(config, store)).hashToken(token);
    await store.addToken({ id: randomUUID(), client, hash, school, scopes: scope, createdAt: new Date().toISOString() });
  });
  if (json) {
    printJson({ token });
    return;
  }
  print(token);
  note('Keep it safe: it is not stored here and cannot be shown again.');
}

async function list(session: Session, { json }: { json?: true }): Promise<void> {
  const { tokens } = await withExistingStore(session.config(), (store) => store.directory());
  const items = [...tokens.values()].map(({ hash: _, ...rest }: Token) => rest);
  if (json) {
    printJson({ items });
    return;
  }
  const rows = items.map(({ id, client, school, scopes, createdAt, revokedAt }) => [
    id,
    client,
    school ?? '',
    scopes.join(','),
    createdAt,
    revokedAt ?? '',
  ]);
  printTable(['ID', 'CLIENT', 'SCHOOL', 'SCOPES', 'ADDED', 'REVOKED'], rows, 'No tokens yet.');
}
