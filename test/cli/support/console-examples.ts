import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInThisProcess } from './uwlr.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A command in a page, with what the page says that it prints: a last line `[exit code N]` for any other than 0. */
export interface ConsoleExample {
  readonly command: string;
  readonly printed: string;
}

/** The commands in the `console` blocks of a page, in order. */
export function consoleExamples(page: string): ConsoleExample[] {
  const blocks = [...page.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((example) => {
        const [command = '', ...printed] = example.trimEnd().split('\n');
        return { command, printed: printed.join('\n') };
      }),
  );
}

/** The blocks that are a file: their fence says its name behind the language. */
export function namedFiles(page: string): ReadonlyMap<string, string> {
  return new Map([...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, name = '', text = '']) => [name, text]));
}

/** A directory in which `uwlr` can be called by that name, and our schemas and fixtures are at hand. */
export async function prepare(directory: string): Promise<void> {
  await mkdir(path.join(directory, 'bin'));
  const script = path.join(directory, 'bin', 'uwlr');
  await writeFile(script, `#!/bin/sh\nexec "${process.execPath}" "${path.join(ROOT, 'bin', 'uwlr.js')}" "$@"\n`);
  await chmod(script, 0o755);
  await symlink(path.join(ROOT, 'schemas'), path.join(directory, 'schemas'));
  await symlink(path.join(ROOT, 'fixtures'), path.join(directory, 'fixtures'));
}

/** Runs a command line there; what it prints is as a terminal would show it. What needs no shell runs in this process: that is sooner. */
export async function runIn(directory: string, command: string): Promise<string> {
  const words = plainWords(command);
  const [printed, code] = words === undefined ? await runInShell(directory, command) : await runHere(directory, words);
  const text = printed.replaceAll(directory, '/srv/uwlr').trimEnd();
  return code === 0 ? text : `${text === '' ? '' : `${text}\n`}[exit code ${code}]`;
}

/** The arguments of a command line that is `uwlr` and nothing for a shell to do. */
function plainWords(command: string): readonly string[] | undefined {
  const words = [...command.matchAll(/'([^']*)'|([^\s'"]+)/g)];
  const isPlain = /^uwlr(?: +(?:'[^']*'|[^\s'"|<>&;$`\\*?(){}]+))*$/.test(command);
  return isPlain ? words.slice(1).map(([, quoted, bare]) => quoted ?? bare ?? '') : undefined;
}

async function runHere(directory: string, words: readonly string[]): Promise<readonly [string, number]> {
  const { code, pieces } = await runInThisProcess(words, { UWLR_PORT: '0' }, directory);
  return [pieces.map(({ text }) => text).join(''), code];
}

async function runInShell(directory: string, command: string): Promise<readonly [string, number]> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('UWLR_')));
  // So that a demo does not have to have the usual port.
  const env = { ...clean, PATH: `${path.join(directory, 'bin')}:${process.env['PATH'] ?? ''}`, UWLR_PORT: '0' };
  const child = spawn('sh', ['-c', `exec 2>&1; ${command}`], { cwd: directory, env });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
  });
  const [code] = await once(child, 'close');
  return [printed, code as number];
}

/** Ids, keys and aliases: different each time, and the only things that commands hand on to each other. */
const NAMES =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/g;

/** Secrets of webhooks: in base64, of which a part could look like a name. */
const SECRETS = /whsec_[A-Za-z0-9+/=]+/g;

export function namesIn(text: string): string[] {
  return text.replace(SECRETS, '').match(NAMES) ?? [];
}

/** A text without what depends on when and where it was printed. */
export function steady(text: string): string {
  return text
    .replace(SECRETS, '<secret>')
    .replace(NAMES, '<name>')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<moment in UTC>')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+[+-]\d{2}:\d{2}/g, '<local moment>')
    .replace(/\b20\d{2}-\d{2}-\d{2}\b/g, '<day>')
    .replace(/^(durationMs|wireBytes|decodedBytes|createdAtNs) +\S+$/gm, '$1 <number>')
    .replace(/(?:127\.0\.0\.1|localhost):\d+/g, '<address>')
    .replace(/^(ok +node +).*$/gm, '$1<version>');
}
