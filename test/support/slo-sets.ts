import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const DIRECTORY = fileURLToPath(new URL('../../../../shared/reference/slo/', import.meta.url));
const BESIDE = fileURLToPath(new URL('../../../shared/reference/slo/', import.meta.url));

/** Where the extracts of SLO lie, whose texts are not ours to copy into the repository. Undefined where they are absent. */
export function sloDirectory(): string | undefined {
  return [BESIDE, DIRECTORY].find((directory) => existsSync(path.join(directory, 'README.md')));
}

/** The six sets, with the counts that the README beside them gives. */
export const SLO_SETS = [
  { file: 'po-rekenen-kerndoelen-2006.json', goals: 15, relations: 14 },
  { file: 'po-rekenen-kernprogramma-2019.json', goals: 381, relations: 849 },
  { file: 'po-rekenen-aanbodsdoelen-2024.json', goals: 445, relations: 444 },
  { file: 'po-rekenen-kerndoelen-2026.json', goals: 157, relations: 156 },
  { file: 'po-rekenen-referentiekader.json', goals: 53, relations: 52 },
  { file: 'leerdoelenkaart-wiskunde-tree.json', goals: 26, relations: 25 },
] as const;
