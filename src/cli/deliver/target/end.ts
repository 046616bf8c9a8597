import type { Command } from 'commander';
import { liveTarget } from '../../../admin/targets/known-target.js';
import { withExistingStore } from '../../open/open-store.js';
import type { Session } from '../../open/session.js';
import { jsonOption } from '../../terminal/json-option.js';
import { print, printJson } from '../../terminal/print.js';

interface EndOptions {
  readonly json?: true;
}

export function registerEnd(target: Command, session: Session): void {
  target
    .command('end')
    .description('end a target permanently, and cancel its pending deliveries')
    .argument('<id>', 'the target')
    .addOption(jsonOption())
    .action((id: string, options: EndOptions) => end(session, id, options));
}

async function end(session: Session, id: string, { json }: EndOptions): Promise<void> {
  const endedAt = await withExistingStore(session.config(), async (store) => {
    liveTarget(await store.directory(), id);
    const now = new Date().toISOString();
    await store.endTarget(id, now);
    return now;
  });
  if (json) printJson({ id, endedAt });
  else print(`Ended target ${id} and cancelled its pending deliveries.`);
}
