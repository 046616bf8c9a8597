import { setImmediate as turn } from 'node:timers/promises';
import { authorise } from '../../dist/directory/authorise.js';
import { prove } from '../../dist/exchange/front/reception.js';
import { Keyring } from '../../dist/privacy/keys/keyring.js';
import { loadSecret } from '../../dist/secret/secret-file.js';
import { openStore } from '../../dist/store/open.js';
import { median } from '../rounds.js';
import { fillDirectory, KEY_PER_SCHOOL, keyOf, newAgreement, newCredential, ONE_KEY, partyOf } from '../servers/large-directory.js';

const SCHOOLS = 8_000;
const PARTIES = 6;
const ROUNDS_AT_ONCE = 3;
/** Vendors without agreements, that get them while it is measured: one for a school at a time, the others for all schools at once. */
const SPARE = 1 + ROUNDS_AT_ONCE;
const AT = '2026-11-30T08:00:00.000Z';
const MOST_MICROSECONDS = { atMost: 20 };
const MOST_MILLISECONDS = { atMost: 20 };

/** A directory as a large supplier has it: what each message costs in it, and what it costs a gateway to take over a change. */
export const directory = {
  name: 'directory',
  async run({ quick, workspace, note }) {
    const data = workspace.path('directory');
    // A gateway, and the command line beside it.
    const [gateway, command] = [await openStore({ dataDirectory: data }), await openStore({ dataDirectory: data })];
    const keyring = Keyring.fromSecret(loadSecret({ data }));
    const size = quick ? SCHOOLS / 20 : SCHOOLS;
    note(`directory: filling one with ${size} schools and ${size * PARTIES} agreements`);
    const schools = await fillDirectory(command, keyring, size, PARTIES, SPARE);
    const first = await takenOver(gateway);
    const known = await gateway.directory();
    const messages = [ONE_KEY, KEY_PER_SCHOOL].map((vendor) => messageTimes(known, keyring, schools, vendor, quick));
    const changes = new Map();
    for (const { what, rounds, change } of changesOf(command, keyring, schools)) {
      const taken = [];
      for (let round = 0; round < (quick ? 1 : rounds); round += 1) {
        await change(round);
        taken.push(await takenOver(gateway));
      }
      note(
        `directory: ${what}: ${taken.map(({ held, cpu, wall }) => `${held.toFixed(1)} (${cpu.toFixed(1)}, ${wall.toFixed(1)})`).join(', ')} ms of CPU in one go (in all, by the clock)`,
      );
      changes.set(what, taken);
    }
    for (const store of [gateway, command]) await store.close();
    workspace.drop('directory');
    const row = (what, unit, taken, reach) => ({
      what,
      value: median(taken),
      ...(reach === undefined ? {} : { reach }),
      unit: `${unit}; at most ${Math.max(...taken).toPrecision(3)}`,
      rounds: taken,
    });
    const held = (taken) => taken.map((one) => one.held);
    return [
      row(`key and agreement of a message, of a vendor with one key over ${size} schools`, 'us of CPU', messages[0], MOST_MICROSECONDS),
      row(`key and agreement of a message, of a vendor with a key for each of ${size}`, 'us of CPU', messages[1], MOST_MICROSECONDS),
      ...[...changes].map(([what, taken]) =>
        row(`event loop held up by ${what}`, 'ms of CPU in one go, on the event loop', held(taken), MOST_MILLISECONDS),
      ),
      { what: `reading a directory of ${size * PARTIES} agreements for the first time`, value: first.cpu, unit: 'ms of CPU' },
    ];
  },
};

/** Milliseconds that a gateway takes to know what changed: of CPU, of that the most between two turns of the event loop, and by the clock. */
async function takenOver(store) {
  const [began, start] = [performance.now(), used()];
  const asked = store.directory();
  let last = used();
  let held = last - start;
  let done = false;
  asked.finally(() => {
    done = true;
  });
  while (!done) {
    await turn();
    held = Math.max(held, used() - last);
    last = used();
  }
  await asked;
  return { held, cpu: used() - start, wall: performance.now() - began };
}

/** Milliseconds of CPU of this process until now. */
function used() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Microseconds of CPU per message: whose key it is, and under which agreement it comes. */
function messageTimes(known, keyring, schools, vendor, quick) {
  const { klantcode, klantnaam } = known.parties.get(partyOf(vendor));
  const now = new Date(AT);
  const once = (number) => {
    const school = schools[(number * 7_919) % schools.length];
    const header = { autorisatiesleutel: keyOf(vendor, school), klantcode, klantnaam };
    const party = known.parties.get(klantcode);
    const proof = prove(known, keyring, party, header, {}, now);
    if (authorise(known, party, proof, school, 'leerresultaten', now) === undefined) throw new Error('what is agreed on is refused');
  };
  const took = [];
  for (let round = 0; round < 6; round += 1) {
    const [began, used] = [performance.now(), process.cpuUsage()];
    let done = 0;
    while (performance.now() - began < (quick ? 20 : 1_000)) once(done++);
    const { user, system } = process.cpuUsage(used);
    took.push((user + system) / done);
  }
  return took.slice(1);
}

function changesOf(command, keyring, schools) {
  const first = async (rows, fits) => (await command.directory())[rows].all().find(fits).id;
  return [
    {
      what: 'the end of an agreement',
      rounds: 20,
      change: async () => command.endAgreement(await first('agreements', ({ endedAt }) => endedAt === undefined), AT),
    },
    {
      what: 'the end of a key of one school',
      rounds: 20,
      change: async () => command.revokeCredential(await first('credentials', isOneSchool), AT),
    },
    {
      what: 'an agreement of one school with a key',
      rounds: 20,
      change: async (round) => {
        const school = schools[round];
        const credential = newCredential(keyring, PARTIES, [school], `nieuw-${round}-${school}`);
        await command.addAgreements([newAgreement(school, partyOf(PARTIES))], credential);
      },
    },
    { what: 'the pause of a school', rounds: 20, change: (round) => command.pauseSchool(schools[round], AT) },
    {
      what: `another key over ${schools.length} schools`,
      rounds: 5,
      change: async (round) => {
        const old = await first('credentials', isOneKey);
        await command.replaceCredentials([newCredential(keyring, ONE_KEY, schools, `nieuw-${round}`)], [old], AT);
      },
    },
    {
      what: `${schools.length} agreements that were made at once`,
      rounds: ROUNDS_AT_ONCE,
      change: async (round) =>
        command.addAgreements(
          schools.map((school) => newAgreement(school, partyOf(PARTIES + 1 + round))),
          undefined,
        ),
    },
  ];
}

function isOneSchool({ schools, revokedAt }) {
  return schools.length === 1 && revokedAt === undefined;
}

function isOneKey({ party, until }) {
  return party === partyOf(ONE_KEY) && until === undefined;
}
