import { type Asked, type Doubt, UNUSUAL_DAYS } from '../../retention/purge-guard.js';
import type { Forecast, Purged } from '../../retention/run-purge.js';
import type { PurgeLine } from '../../store/retention-store.js';
import { print, printTable } from '../terminal/print.js';

const MEBIBYTE = 1024 * 1024;

const DOUBTS: Readonly<Record<Doubt, string>> = {
  clock: `The clock of this machine is more than ${UNUSUAL_DAYS} days beyond the last purge or message. Check the clock. These data stay until you accept their removal:`,
  share: `Many of these data were due more than ${UNUSUAL_DAYS} days ago. Check the terms. These data stay until you accept their removal:`,
};

export function printReport({ lines, held, asks, bytesBefore, bytesAfter = bytesBefore }: Purged): void {
  printTable(
    ['SCHOOL', 'CLASS', 'BEFORE', 'REMOVED', 'FREED'],
    lines.map((line) => [...columns(line), mebibytes(line.bytes)]),
    asks === undefined ? 'Nothing was older than its term.' : 'Nothing was removed.',
  );
  printHeld(held);
  printAsks(asks);
  print(`Database: ${mebibytes(bytesBefore)} before, ${mebibytes(bytesAfter)} after.`);
}

export function printForecast({ lines, held, asks }: Forecast): void {
  const asked = new Set((asks ?? []).map(({ school = '-', class: of }) => `${school} ${of}`));
  const going = lines.filter(({ school = '-', class: of }) => !asked.has(`${school} ${of}`));
  const none = asks === undefined ? 'Nothing is older than its term.' : 'Nothing would be removed without being accepted.';
  printTable(['SCHOOL', 'CLASS', 'BEFORE', 'WOULD BE REMOVED'], going.map(columns), none);
  printHeld(held);
  printAsks(asks);
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

/** What stays until somebody accepts that it goes, with the doubt about it and the `command` that accepts all of it. */
export function printAsks(asks: readonly Asked[] = [], command = acceptingAll(asks)): void {
  if (asks.length === 0) return;
  print();
  print(DOUBTS[asks[0]!.doubt]);
  printTable(
    ['SCHOOL', 'CLASS', 'BEFORE', 'ROWS', 'OF'],
    asks.map(({ school = '-', class: of, before, due, rows }) => [school, of, before, String(due), String(rows)]),
    '',
  );
  print(`To remove them: ${command}`);
}

function acceptingAll(asks: readonly Asked[]): string {
  return `uwlr retention run --accept ${[...new Set(asks.map((asked) => asked.class))].join(',')}`;
}

function printHeld(held: readonly string[]): void {
  if (held.length > 0) print(`Under legal hold, so nothing of them is removed: ${held.join(', ')}`);
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
