import { Random as Names } from '../../dist/synthetic/messages/random.js';
import { inventPerson, plainLetters } from '../../dist/synthetic/names/invent-name.js';
import { Random } from '../messages/random.js';

const LEARNERS_IN_GROUP = 27;
const LEARNERS_PER_TEACHER = 15;
const COMBINED_GROUPS = 8;

/**
 * An invented school, the same in every run, with what the smalle set has and no more: an `IncomingRoster` of `src/model/roster/roster.ts`.
 * With 3,000 pupils it has 112 base groups, 8 combined ones and 200 teachers. Of every hundred pupils, the first `changed` have
 * another name and another group than they have without it. Nothing in it needs escaping, and all of it is ASCII.
 */
export function inventedSchool({ learners, year, made, changed = 0 }) {
  const random = new Random(20_250_901);
  const base = listOf(Math.ceil(learners / LEARNERS_IN_GROUP), (n) => ({
    kind: 'base',
    key: `SG-${n + 1}`,
    name: `Stamgroep ${n + 1}`,
    yearGroup: String(1 + (n % 8)),
  }));
  const combined = listOf(COMBINED_GROUPS, (n) => ({ kind: 'combined', key: `CG-${n + 1}`, name: `Plusgroep ${n + 1}` }));
  return {
    origin: { schoolYear: year, referenceDate: `${year.slice(0, 4)}-10-01`, createdAt: made },
    groups: [...base, ...combined],
    learners: listOf(learners, (n) => learner(n, { base, combined, random, moved: n % 100 < changed })),
    teachers: listOf(Math.ceil(learners / LEARNERS_PER_TEACHER), (n) => teacher(n, { base, combined, random })),
  };
}

function learner(n, { base, combined, random, moved }) {
  const { key, yearGroup } = base[(n + (moved ? 1 : 0)) % base.length];
  const name = nameOf(`learner ${n}`);
  return {
    key: `lln-${String(n + 1).padStart(6, '0')}`,
    eckId: eckId(random),
    name: moved ? { ...name, call: 'Andersom' } : name,
    birthDate: `201${random.below(8)}-0${1 + random.below(9)}-${10 + random.below(18)}`,
    yearGroup,
    group: key,
    combinedGroups: n % 4 === 0 ? [combined[n % combined.length].key] : [],
  };
}

function teacher(n, { base, combined, random }) {
  const { key } = base[n % base.length];
  const also = combined[n % combined.length].key;
  return {
    key: `lkr-${String(n + 1).padStart(4, '0')}`,
    eckId: eckId(random),
    name: nameOf(`teacher ${n}`),
    email: `nep-${n + 1}@school.voorbeeld`,
    groups: [{ kind: 'base', key, roles: [] }, ...(n % 5 === 0 ? [{ kind: 'combined', key: also, roles: [] }] : [])],
  };
}

/** Letters of ASCII alone. */
function nameOf(what) {
  const { name } = inventPerson(Names.of(what));
  const prefix = name.prefix === undefined || name.prefix.includes("'") ? {} : { prefix: name.prefix };
  return { family: plainLetters(name.family), ...prefix, call: plainLetters(name.call) };
}

/** The form of the test environment: nobody's. */
function eckId(random) {
  return `https://ketenid.nl/pilot/${random.hex(128)}`;
}

function listOf(length, make) {
  return Array.from({ length }, (_, n) => make(n));
}
