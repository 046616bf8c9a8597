import type { Forecast } from '../../exchange/retention/run-purge.js';
import type { PurgeLine, PurgeReport } from '../../store/retention-store.js';
import { print, printTable } from '../print.js';

const MEBIBYTE = 1024 * 1024;

export function printReport({ lines, held, bytesBefore, bytesAfter = bytesBefore }: PurgeReport): void {
  printTable(
    ['SCHOOL', 'CLASS', 'BEFORE', 'REMOVED', 'FREED'],
    lines.map((line) => [...columns(line), mebibytes(line.bytes)]),
    'Nothing was older than its term.',
  );
  printHeld(held);
  print(`Database: ${mebibytes(bytesBefore)} before, ${mebibytes(bytesAfter)} after.`);
}

export function printForecast({ lines, held }: Forecast): void {
  printTable(['SCHOOL', 'CLASS', 'BEFORE', 'WOULD BE REMOVED'], lines.map(columns), 'Nothing is older than its term.');
  printHeld(held);
}

/** `results 12, revisions 3`. */
export function removedText(removed: PurgeLine['removed']): string {
  return Object.entries(removed)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');
}

function columns({ school = '-', class: of, before, removed }: PurgeLine): readonly string[] {
  return [school, of, before, removedText(removed)];
}

function printHeld(held: readonly string[]): void {
  if (held.length > 0) print(`Held, so nothing of it is removed: ${held.join(', ')}`);
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
