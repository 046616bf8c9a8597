import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Command } from 'commander';
import { writeWhole } from '../roster/write-whole.js';
import { jsonOption } from '../terminal/json-option.js';
import { print, printJson } from '../terminal/print.js';
import { madeDirectory } from './made-directory.js';

interface PaletOptions {
  readonly out: string;
  readonly json?: true;
}

export function registerSyntheticPalet(synthetic: Command): void {
  synthetic
    .command('palet')
    .description(
      'write a frozen class of two vendors with unlike figures, goals, profiles, signals and gaps, to build dashboards on; --json gives digests',
    )
    .requiredOption('--out <directory>', 'where the files go')
    .addOption(jsonOption())
    .action(writePalet);
}

async function writePalet({ out, json }: PaletOptions): Promise<void> {
  const { paletFiles } = await import('../../synthetic/palet/palet.js');
  await madeDirectory(out);
  const files = paletFiles();
  for (const [name, text] of files) await writeWhole(path.join(out, name), [text]);
  if (json)
    printJson({
      out,
      files: Object.fromEntries([...files].map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')])),
    });
  else print(`Wrote ${files.size} files to ${out}: README.md says what they are and how to load them.`);
}
