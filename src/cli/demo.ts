import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import type { Config } from '../config/config.js';
import type { Gateway } from '../gateway/server.js';
import type { Session } from './open/session.js';
import { wrongUsage } from './terminal/command-error.js';
import { EXIT } from './terminal/exit-code.js';
import { print } from './terminal/print.js';
import { stopSignal } from './terminal/stop-signal.js';

export function registerDemo(program: Command, session: Session): void {
  program
    .command('demo')
    .description('demonstrate the gateway with an invented school and vendor, then keep it running')
    .option('--once', 'stop after the demonstration')
    .addHelpText(
      'after',
      '\nThe demo keeps its data in a directory that it removes at the end.\nWith --data DIR, an empty directory, the data stay.',
    )
    .action(async ({ once }: { once?: true }) => {
      const kept = session.hasFlag('data');
      const data = kept ? await emptyDirectory(session.config().data) : await mkdtemp(path.join(tmpdir(), 'uwlr-demo-'));
      try {
        await demonstrate(session, data, { once: once ?? false, kept });
      } finally {
        if (!kept) await rm(data, { recursive: true, force: true });
      }
    });
}

async function demonstrate(
  session: Session,
  data: string,
  { once, kept }: { readonly once: boolean; readonly kept: boolean },
): Promise<void> {
  const { tellStory, tellWhereToLook } = await import('./demo/story.js');
  const gateway = await start(session, data);
  try {
    const tokens = await tellStory(gateway, data);
    if (once) {
      print(
        `The gateway of this demo stops now${kept ? '' : ', and its data are removed'}. Without --once it keeps running, so that you can look around.`,
      );
      return;
    }
    tellWhereToLook(gateway, tokens);
    print(`Serving until Ctrl-C.${kept ? '' : ' Then all data of this demo are removed.'}`);
    await stopSignal(() => process.exit(EXIT.failed));
  } finally {
    await gateway.stop();
  }
}

/** On the port that was asked for; when none was, on the usual one or, when that is taken, on any that is free. */
async function start(session: Session, data: string): Promise<Gateway> {
  const { startGateway } = await import('../gateway/server.js');
  const config = own(session.config(), data);
  const log = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asked = session.hasFlag('port') || (process.env['UWLR_PORT'] ?? '') !== '';
  try {
    return await startGateway(config, { log });
  } catch (error) {
    if (asked || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return startGateway({ ...config, port: 0 }, { log });
  }
}

/** The demo has a store and a secret of its own, whatever the settings say. */
function own({ databaseUrl: _url, secret: _secret, secretFile: _file, publicUrl: _public, ...config }: Config, data: string): Config {
  // The administration of the story is on this machine.
  return { ...config, data, allowTargets: ['localhost'] };
}

async function emptyDirectory(data: string): Promise<string> {
  const found = await readdir(data).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (found.length > 0) throw wrongUsage(`${data} is not empty: the demo needs an empty directory`);
  return data;
}
