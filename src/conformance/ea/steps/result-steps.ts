import { FAULT_CODES, type UwlrFaultCode } from '../../../uwlr/fault-code.js';
import { broken, busy, confirmed, emptyBody, fault, page } from './replies.js';
import type { Step } from './step.js';

const kind = 'results' as const;
const DELIVER = { en: 'deliver results of one or more pupils', nl: 'lever resultaten van een of meer leerlingen aan' };
const MORE = { en: 'deliver new results', nl: 'lever nieuwe resultaten aan' };
const AFRESH = {
  en: 'deliver what was not confirmed, or new results',
  nl: 'lever aan wat niet bevestigd is, of nieuwe resultaten',
};

/** Those that are not steps by themselves below. */
const OTHER_FAULTS = FAULT_CODES.filter((code) => code !== 'Client.ScoreOngeldig' && code !== 'Server.TijdelijkNietBeschikbaar');

function faultStep(code: UwlrFaultCode, level: Step['level']): Step {
  return { id: `results/${code}`, kind, level, ...AFRESH, watches: true, reply: () => fault(code) };
}

export const FIRST_RESULTS: Step = { id: 'results/first', kind, level: 'connect', ...DELIVER, reply: confirmed };

/** After the first. */
export const RESULT_STEPS: readonly Step[] = [
  { id: 'results/after-unchanged', kind, level: 'standard', ...MORE, after: 'pupils/unchanged', reply: confirmed },
  { id: 'results/second', kind, level: 'standard', ...MORE, reply: confirmed },
  faultStep('Server.TijdelijkNietBeschikbaar', 'standard'),
  { id: 'results/lost', kind, level: 'standard', ...AFRESH, reply: broken },
  { id: 'results/busy', kind, level: 'standard', ...AFRESH, reply: busy },
  { id: 'results/page', kind, level: 'standard', ...AFRESH, reply: page },
  {
    id: 'results/slow',
    kind,
    level: 'standard',
    ...MORE,
    reply: (context) => ({ ...confirmed(context), afterMs: context.config.slowMs }),
  },
  faultStep('Client.ScoreOngeldig', 'standard'),
  { id: 'results/empty-body', kind, level: 'full', ...AFRESH, reply: emptyBody },
  { id: 'results/fault-under-200', kind, level: 'full', ...AFRESH, reply: () => fault('Server.InterneFout', 200) },
  ...OTHER_FAULTS.map((code) => faultStep(code, 'full')),
  {
    id: 'results/left-out',
    kind,
    level: 'full',
    en: 'deliver results of every pupil that the client can handle',
    nl: 'lever resultaten aan van elke leerling die de EA aankan',
    after: 'pupils/left-out',
    reply: confirmed,
  },
  {
    id: 'results/again',
    kind,
    level: 'standard',
    ...AFRESH,
    after: 'pupils/again',
    reply: confirmed,
  },
];
