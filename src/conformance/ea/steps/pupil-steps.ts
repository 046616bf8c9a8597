import type { UwlrFaultCode } from '../../../uwlr/fault-code.js';
import { withFieldsLeftOut } from '../school/left-out.js';
import { broken, busy, data, emptyBody, fault, none, page, unchanged } from './replies.js';
import type { Step } from './step.js';
import { astray, otherPrefixes } from './variations.js';

const kind = 'pupils' as const;
const ASK = { en: 'fetch the pupil data of the school', nl: 'haal de leerlinggegevens van de school op' };
const AGAIN = { en: 'fetch the pupil data again', nl: 'haal de leerlinggegevens nog een keer op' };

/** Pupils of a large school. */
const MANY = 600;

/** Faults that an administration gives to a question for pupil data, besides those with a step of their own level. */
const OTHER_FAULTS: readonly UwlrFaultCode[] = [
  'Client.OngeldigBericht',
  'Client.OngeldigeKlantIdentificatie',
  'Client.XsdVersieOngeldig',
  'Server.InterneFout',
];

function faultStep(code: UwlrFaultCode, level: Step['level']): Step {
  return { id: `pupils/${code}`, kind, level, ...AGAIN, watches: true, reply: () => fault(code) };
}

export const FIRST_PUPILS: Step = { id: 'pupils/first', kind, level: 'connect', ...ASK, reply: data };

/** After the first. */
export const PUPIL_STEPS: readonly Step[] = [
  { id: 'pupils/unchanged', kind, level: 'standard', ...AGAIN, reply: unchanged },
  {
    id: 'pupils/changed',
    kind,
    level: 'standard',
    ...AGAIN,
    after: 'results/after-unchanged',
    begin: (school) => {
      const joins = school.newcomer();
      school.change((roster) => ({ ...roster, learners: [...roster.learners.slice(0, -1), joins] }));
    },
    reply: data,
  },
  { id: 'pupils/none', kind, level: 'standard', ...AGAIN, reply: none },
  faultStep('Client.AutorisatieOngeldig', 'standard'),
  faultStep('Server.TijdelijkNietBeschikbaar', 'standard'),
  { id: 'pupils/busy', kind, level: 'standard', ...AGAIN, reply: busy },
  { id: 'pupils/page', kind, level: 'standard', ...AGAIN, reply: page },
  { id: 'pupils/cut', kind, level: 'standard', ...AGAIN, reply: (context) => ({ ...data(context), breakAt: 0.5 }) },
  {
    id: 'pupils/slow',
    kind,
    level: 'standard',
    ...AGAIN,
    reply: (context) => ({ ...data(context), afterMs: context.config.slowMs }),
  },
  { id: 'pupils/broken', kind, level: 'full', ...AGAIN, reply: broken },
  { id: 'pupils/empty-body', kind, level: 'full', ...AGAIN, reply: emptyBody },
  ...OTHER_FAULTS.map((code) => faultStep(code, 'full')),
  {
    id: 'pupils/prefixes',
    kind,
    level: 'full',
    ...AGAIN,
    begin: (school) => school.restored(),
    reply: otherPrefixes,
  },
  { id: 'pupils/astray', kind, level: 'full', ...AGAIN, begin: (school) => school.restored(), reply: astray },
  {
    id: 'pupils/one-of-each',
    kind,
    level: 'full',
    ...AGAIN,
    // What is to be delivered again is about pupils who would be gone.
    after: 'results/Server.InterneFout',
    begin: (school) => school.reduceToOne(),
    reply: data,
  },
  {
    id: 'pupils/large',
    kind,
    level: 'full',
    ...AGAIN,
    begin: (school) => {
      school.restored();
      school.grow(MANY);
    },
    reply: data,
  },
  {
    id: 'pupils/left-out',
    kind,
    level: 'full',
    ...AGAIN,
    begin: (school, { profile }, version) => {
      school.restored();
      school.change((roster) => withFieldsLeftOut(roster, profile, version));
    },
    reply: data,
  },
  {
    id: 'pupils/again',
    kind,
    after: 'results/left-out',
    level: 'standard',
    ...AGAIN,
    reply: data,
  },
];
