import { attributeOf, child } from '../../reader/xml-node.js';
import { fail, notApplicable, pass, skip } from '../../verdict.js';
import { type EaSubject, seen } from '../ea-subject.js';
import type { EaTest } from '../ea-test.js';
import { every, wrong } from '../every.js';
import type { Heard } from '../heard.js';

const steps = ['pupils/first'] as const;
const versions = ['2.1', '2.2', '2.3'] as const;
const ALL_IN_ONE = notApplicable('the client asks all in one, not in steps');

function inSteps(ea: EaSubject): readonly Heard[] {
  return ea.asked.filter(({ payload }) => payload !== undefined && !payload.local.startsWith('leerlinggegevens'));
}

interface AskedGroup {
  readonly name: string;
  readonly key: string | undefined;
}

function groupsIn({ payload }: Heard): readonly AskedGroup[] {
  return (child(payload, 'groepen')?.children ?? []).map((node) => ({ name: node.local, key: attributeOf(node, 'key')?.trim() }));
}

/** How a client asks in steps: structure, pupils per group, staff per group. */
export const IN_STEPS_TESTS: readonly EaTest[] = [
  {
    id: 'ea/in-steps/order',
    requirement: 'EA-ASK-24',
    revision: 1,
    level: 'standard',
    steps,
    versions,
    en: 'Structure first, then pupils, then staff',
    nl: 'Eerst de structuur, dan leerlingen, dan leerkrachten',
    run: async (ea) => {
      const asked = inSteps(ea);
      if (asked.length === 0) return ea.asked.length > 0 ? ALL_IN_ONE : skip(ea.missing('a question for pupil data'));
      const names = asked.map(({ payload }) => payload?.local ?? '');
      const [first] = asked as [Heard, ...Heard[]];
      const [learners, teachers] = [names.indexOf('leerlingen_verzoek'), names.indexOf('leerkrachten_verzoek')];
      const evidence = [seen(first, `${names.length} questions in steps, the first ${first.payload?.local}`)] as const;
      if (names[0] !== 'structuur_verzoek')
        return fail({ expected: 'structuur_verzoek first', actual: 'another question first', evidence });
      if (teachers !== -1 && (learners === -1 || teachers < learners))
        return fail({ expected: 'leerlingen_verzoek before leerkrachten_verzoek', actual: 'staff before pupils', evidence });
      if (learners === -1) return skip('only the structure was asked for');
      return pass(...evidence);
    },
  },
  {
    id: 'ea/in-steps/known-groups',
    requirement: 'EA-ASK-25',
    revision: 1,
    level: 'standard',
    steps,
    versions,
    en: 'Groups that are asked for were in the structure',
    nl: 'Gevraagde groepen stonden in de structuur',
    run: async (ea) => {
      const asked = ea.heard.filter(({ kind }) => kind === 'further');
      if (asked.length === 0) return ea.asked.length > 0 ? ALL_IN_ONE : skip(ea.missing('a question for pupil data'));
      const known = new Set(
        ea.states.flatMap(({ roster }) =>
          roster.groups.map(({ kind, key }) => `${kind === 'base' ? 'groep' : 'samengestelde_groep'} ${key}`),
        ),
      );
      return every(ea, asked, {
        what: 'question for members of groups',
        expected: 'groups of the structure',
        wrong: (one) => {
          const odd = groupsIn(one).filter(({ name, key }) => key !== undefined && !known.has(`${name} ${key}`));
          return odd.length === 0 ? undefined : wrong(`${odd.length} groups that no structure had`);
        },
      });
    },
  },
  {
    id: 'ea/in-steps/everybody',
    requirement: 'EA-ASK-26',
    revision: 1,
    level: 'standard',
    steps,
    versions,
    en: 'Every group is asked for, and pupils in no group',
    nl: 'Elke groep wordt gevraagd, en leerlingen zonder groep',
    run: async (ea) => {
      const asked = ea.asked.filter(({ payload }) => payload?.local === 'leerlingen_verzoek');
      const [first] = asked;
      if (first === undefined) return ea.asked.length > 0 ? ALL_IN_ONE : skip(ea.missing('a question for pupil data'));
      const groups = asked.flatMap(groupsIn);
      const base = ea.states[0]?.roster.groups.filter(({ kind }) => kind === 'base') ?? [];
      const missed = base.filter(({ key }) => !groups.some((group) => group.name === 'groep' && group.key === key));
      const nobody = groups.some(({ name, key }) => name === 'groep' && key === undefined);
      const evidence = [seen(first, `${asked.length} questions for pupils, about ${groups.length} groups`)] as const;
      if (missed.length === 0 && nobody) return pass(...evidence);
      const actual = nobody ? `${missed.length} groups were not asked for` : 'no groep without key';
      return fail({ expected: 'every groep of the structure, and one groep without key', actual, evidence });
    },
  },
];
