import { isPaused } from '../../directory/authorise.js';
import type { Directory } from '../../directory/directory.js';
import type { ExchangeLog } from '../exchange-log.js';
import { SyncStop } from './sync-stop.js';

/** Ends a sync or import of a school that has stopped everything: `SyncStop`, before anything was asked or read. */
export function stopWhenPaused(directory: Directory, school: string, log: ExchangeLog): void {
  if (!isPaused(directory, school)) return;
  log.add('UWLR-EX-013');
  throw new SyncStop('paused');
}
