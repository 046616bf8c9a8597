import type { Command } from 'commander';
import { endTarget } from '../../../admin/targets/end-target.js';
import type { Session } from '../../open/session.js';
import { withOffice } from '../../open/with-office.js';
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
  const endedAt = await withOffice(session.config(), async (office) => {
    await endTarget(office, id);
    return office.at;
  });
  if (json) printJson({ id, endedAt });
  else print(`Ended target ${id} and cancelled its pending deliveries.`);
}
