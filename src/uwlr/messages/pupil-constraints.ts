import { supplied } from '../../core/supplied.js';
import type { Constraint } from '../grammar/grammar.js';
import type { RuleId } from '../rules.js';

/** Parts of a message with pupil data that identity rules look at. */
type Part = 'vestigingen' | 'groepen' | 'leerlingen' | 'leerkrachten';

interface Options {
  /** What follows the names of the rules in the official files. */
  readonly suffix?: string;
  /** In the namespace of UWLR 2 the official rules select nothing, so we hold to them in code (spec, section d). In EDEXML files they work. */
  readonly heldBy?: 'code';
}

const GROUPS = 'groepen/groep|groepen/samengestelde_groep';

/** The identity rules over these parts: keys, ECK iDs, and references between parts that are all there. */
export function pupilConstraints(parts: readonly Part[], { suffix = '', heldBy }: Options = {}): Constraint[] {
  const has = (part: Part) => parts.includes(part);
  const rule = (kind: Constraint['kind'], name: string, id: RuleId, selector: string, field: string, refers?: string): Constraint => ({
    kind,
    name: `${name}${suffix}`,
    selector,
    field,
    // Where the XSD holds them, they are rules of the schema like any other; all of these are about keys.
    ...(heldBy === undefined ? { rule: kind === 'keyref' ? 'UWLR-ID-004' : 'UWLR-ID-001' } : { heldBy, rule: id }),
    ...(refers === undefined ? {} : { refers: `${refers}${suffix}` }),
  });
  const between = has('groepen') && has('leerlingen');
  return [
    ...(has('groepen')
      ? [
          rule('unique', 'groepKeyUnique', 'UWLR-LG-002', GROUPS, '@key'),
          // Two keys of one kind are two of either kind: reported once, by the rule above.
          ...(heldBy === undefined || between ? keysOfGroups(suffix, heldBy) : []),
        ]
      : []),
    ...(has('vestigingen') ? [rule('key', 'vestigingsKey', 'UWLR-LG-005', 'vestigingen/vestiging', '@key')] : []),
    ...(has('leerlingen')
      ? [
          rule('key', 'leerlingKey', 'UWLR-LG-003', 'leerlingen/leerling', '@key'),
          rule('unique', 'leerlingEckidUnique', 'UWLR-LG-006', 'leerlingen/leerling', '@eckid'),
        ]
      : []),
    ...(has('leerkrachten')
      ? [
          rule('key', 'leerkrachtKey', 'UWLR-LG-004', 'leerkrachten/leerkracht', '@key'),
          rule('unique', 'leerkrachtEckidUnique', 'UWLR-LG-007', 'leerkrachten/leerkracht', '@eckid'),
        ]
      : []),
    ...(between
      ? [
          rule('keyref', 'groepsRefLeerling', 'UWLR-LG-008', 'leerlingen/leerling/groep', '@key', 'groepsKey'),
          rule(
            'keyref',
            'samengesteldegroepsRefLeerling',
            'UWLR-LG-008',
            'leerlingen/leerling/samengestelde_groepen/samengestelde_groep',
            '@key',
            'samengesteldegroepsKey',
          ),
        ]
      : []),
    ...(has('groepen') && has('leerkrachten')
      ? [
          rule('keyref', 'groepsRefLeerkracht', 'UWLR-LG-009', 'leerkrachten/leerkracht/groepen/groep', '@key', 'groepsKey'),
          rule(
            'keyref',
            'samengesteldegroepsRefLeerkracht',
            'UWLR-LG-009',
            'leerkrachten/leerkracht/groepen/samengestelde_groep',
            '@key',
            'samengesteldegroepsKey',
          ),
        ]
      : []),
    ...(has('vestigingen') && has('leerlingen')
      ? [rule('keyref', 'vestigingsRefLeerling', 'UWLR-LG-010', 'leerlingen/leerling/vestiging', '@key', 'vestigingsKey')]
      : []),
  ];
}

/** What references to groups look for. `silent`: duplicates are found by `groepKeyUnique`. */
function keysOfGroups(suffix: string, heldBy: 'code' | undefined): Constraint[] {
  const held = { silent: true, ...supplied({ heldBy }) } as const;
  return [
    { kind: 'key', name: `groepsKey${suffix}`, selector: 'groepen/groep', field: '@key', ...held },
    { kind: 'key', name: `samengesteldegroepsKey${suffix}`, selector: 'groepen/samengestelde_groep', field: '@key', ...held },
  ];
}
