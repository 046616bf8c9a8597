import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { GOAL_SET_LIMITS } from '../../goals/import/goal-set-limits.js';
import { type GoalFile, tooLarge } from '../../goals/import/read-goal-set.js';
import { couldNotRun } from '../terminal/command-error.js';
import { explainSystem } from '../terminal/explain-error.js';
import { Progress } from '../terminal/progress.js';

/** Files of a set in a directory. */
const KINDS = ['.json', '.csv'];
/** Deeper ones are no part of a set, but of something else that lies there. */
const DEPTH = 3;
const MOST_FILES = 200;

interface Found {
  readonly file: string;
  readonly name: string;
  readonly size: number;
}

/** Reads the files of one goal set, and those in directories, by name. Throws `CommandError`, or `GoalSetError` when they are too large. */
export async function readGoalFiles(names: readonly string[]): Promise<readonly GoalFile[]> {
  const found: Found[] = [];
  for (const name of names) await collect(name, names.length === 1 ? '' : name, found, DEPTH);
  const total = found.reduce((sum, { size }) => sum + size, 0);
  if (found.length === 0) throw couldNotRun(`${names.join(', ')}: holds no .json or .csv files`);
  if (total > GOAL_SET_LIMITS.bytes) throw tooLarge(names.join(', '), total);
  const progress = new Progress('Reading', total);
  try {
    const files: GoalFile[] = [];
    for (const { file, name } of found) files.push({ name, bytes: await bytesOf(file, progress) });
    return files;
  } finally {
    progress.end();
  }
}

/** `shown`: how files in a directory begin in messages; '' for the only one that was named. */
async function collect(file: string, shown: string, found: Found[], depth: number): Promise<void> {
  const info = await stat(file).catch((error: unknown) => {
    throw unreadable(error, file);
  });
  if (!info.isDirectory()) {
    if (found.length === MOST_FILES) throw couldNotRun(`${file}: a goal set has at most ${MOST_FILES} files`);
    found.push({ file, name: shown === '' ? path.basename(file) : shown, size: info.size });
    return;
  }
  if (depth === 0) return;
  const entries = (await readdir(file, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.') && name !== 'node_modules');
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.isDirectory() || KINDS.includes(path.extname(entry.name).toLowerCase())) {
      await collect(path.join(file, entry.name), shown === '' ? entry.name : `${shown}/${entry.name}`, found, depth - 1);
    }
  }
}

async function bytesOf(file: string, progress: Progress): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
      length += piece.length;
      // A device has no size that could be asked beforehand.
      if (length > GOAL_SET_LIMITS.bytes) throw tooLarge(file, length);
      pieces.push(piece);
      progress.add(piece.length);
    }
  } catch (error) {
    throw unreadable(error, file);
  }
  return Buffer.concat(pieces);
}

function unreadable(error: unknown, file: string): unknown {
  const system = explainSystem(error, file);
  return system === undefined ? error : couldNotRun(system);
}
