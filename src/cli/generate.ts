import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { GENERATED_DIRECTORIES, generatedFiles } from '../uwlr/generate/outputs.js';

export interface GenerateResult {
  /** Files that were not what the grammar makes of them, or that it no longer makes; paths from the root, sorted. */
  readonly stale: string[];
  /** Those of them that were written. Files that are no longer made are removed, not written. */
  readonly written: string[];
}

/**
 * Writes the XSDs, WSDLs and pages that are derived from the grammar, below `root`, the directory of the repository. With
 * `check` nothing is changed.
 */
export async function generate({ check, root }: { readonly check: boolean; readonly root: string }): Promise<GenerateResult> {
  const files = generatedFiles();
  const made = await Promise.all([...files].map(async ([file, text]) => ((await textOf(root, file)) === text ? [] : [file])));
  const changed = made.flat();
  const left = (await filesBelow(root, GENERATED_DIRECTORIES)).filter((file) => !files.has(file));
  const stale = [...changed, ...left].sort();
  if (check) return { stale, written: [] };
  for (const file of changed) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), files.get(file) as string);
  }
  for (const file of left) await rm(path.join(root, file));
  return { stale, written: changed.sort() };
}

async function textOf(root: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(root, file), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function filesBelow(root: string, directories: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    directories.map(async (directory) => {
      try {
        const entries = await readdir(path.join(root, directory), { recursive: true, withFileTypes: true });
        return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
      } catch (error) {
        if (isMissing(error)) return [];
        throw error;
      }
    }),
  );
  return found.flat().map((file) => path.relative(root, file).split(path.sep).join('/'));
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
