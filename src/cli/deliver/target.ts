import type { Command } from 'commander';
import type { Session } from '../open/session.js';
import { registerAdd } from './target/add.js';
import { registerEnd } from './target/end.js';
import { registerList } from './target/list.js';
import { registerRotateSecret } from './target/rotate-secret.js';
import { registerSet } from './target/set.js';
import { registerTest } from './target/test.js';

export function registerTarget(deliver: Command, session: Session): void {
  const target = deliver.command('target').description('receivers to which results are delivered');
  registerAdd(target, session);
  registerList(target, session);
  registerSet(target, session);
  registerRotateSecret(target, session);
  registerTest(target, session);
  registerEnd(target, session);
}
