import { agreementOf } from '../../../directory/authorise.js';
import type { Directory, Target, TargetKind } from '../../../directory/directory.js';
import { targetsOf } from '../../../directory/targets-of.js';
import { letsSignalsThrough } from '../../../privacy/minimise/agreed-signals.js';

/** Only these have a way to say it. */
const CAN_SAY_IT: ReadonlySet<TargetKind> = new Set(['webhook', 'files']);

/** Where signals of a school go on to at `at` (ISO instant): as results do, under agreements that name signals. */
export function signalTargetsOf(directory: Directory, school: string, from: string, at: string): readonly Target[] {
  return targetsOf(directory, school, from, at).filter(({ kind, party }) => {
    const agreement = agreementOf(directory, school, party, 'leerresultaten', at);
    return CAN_SAY_IT.has(kind) && agreement !== undefined && letsSignalsThrough(agreement);
  });
}
