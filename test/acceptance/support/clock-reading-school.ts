import { randomUUID } from 'node:crypto';
import { importMapping } from '../../../src/admin/goals/import-mapping.js';
import type { Gateway } from '../../../src/gateway/server.js';
import type { GoalRow, MappingRow } from '../../../src/goals/mapping.js';
import { dutchDay } from '../../../src/model/dutch-day.js';
import type { PostedResult } from '../../../src/model/posted/posted-results.js';
import type { RaisedSignal } from '../../../src/model/posted/posted-signals.js';
import type { IncomingRoster } from '../../../src/model/roster/roster.js';
import { schoolYearAt } from '../../../src/model/school-year.js';
import { loadExample } from '../../api/support/example-goals.js';
import { fillRoster } from '../../support/fill-roster.js';
import { PARTY } from '../../support/gateway.js';
import { sourceProfile } from '../../support/goals.js';
import { autorisatie, soap, verzoek } from '../../support/messages.js';

/** Everything here is invented, but for the UUIDs and codes of RW.1.067 and PO Kerndoel 33. */
export const SCHOOL = '99XX';
const SLO = 'https://opendata.slo.nl/curriculum/uuid/';
const OWN = 'https://doelen.voorbeeld/uuid/0b9f1d2e-0000-4000-8000-00000000000';
export const GOALS = {
  wholeHours: `${SLO}30789c91-5b39-4780-98f3-a1bd6af2d808`,
  kerndoel33: `${SLO}d4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d`,
  length: `${OWN}1`,
  weight: `${OWN}2`,
  volume: `${OWN}3`,
} as const;

/** Four vendors: what they are called, and what their products say of a score. */
export const VENDORS = {
  TUIN: { name: 'Oefentuin', product: 'TUIN', meaning: 'sterren uit 10', notMeaning: 'geen cijfer' },
  SPRONG: { name: 'Rekensprong', product: 'SPRONG', meaning: 'aantal foutloze rondes', notMeaning: 'zegt niets over tempo' },
  TOETSHUIS: { name: 'Toetshuis', product: 'HUIS', meaning: 'cijfer van 1 tot 10', notMeaning: 'geen niveau' },
  METEN: { name: 'Meetlat', product: 'LAT', meaning: 'punten', notMeaning: 'geen cijfer' },
} as const;
export type Vendor = keyof typeof VENDORS;

export const TODAY = dutchDay(new Date());
export const YEAR = schoolYearAt(new Date());
const FROM = '2026-01-01T00:00:00.000Z';

const ROSTER: IncomingRoster = {
  origin: { schoolYear: YEAR, referenceDate: TODAY },
  groups: [
    { kind: 'base', key: 'g5', name: 'Groep 5', yearGroup: '5' },
    { kind: 'base', key: 'g6', name: 'Groep 6', yearGroup: '6' },
  ],
  learners: ['daan', 'noor', 'sem'].map((key) => ({
    key,
    name: { family: 'Verzinsel', call: key },
    yearGroup: '5',
    group: key === 'sem' ? 'g6' : 'g5',
    combinedGroups: [],
  })),
  teachers: [
    { key: 'vera', name: { family: 'Verzonnen' }, groups: [{ kind: 'base', key: 'g5', roles: [{ code: 'LRK' }] }] },
    { key: 'ander', name: { family: 'Bedenksel' }, groups: [{ kind: 'base', key: 'g6', roles: [{ code: 'LRK' }] }] },
  ],
};

/** Tests of vendors, and the goals that each is about. One test has four. */
const TESTS: readonly (readonly [vendor: Vendor, code: string, goals: readonly string[]])[] = [
  ['TUIN', 'tuin-klok', [GOALS.wholeHours]],
  ['SPRONG', 'sprong-uren', [GOALS.wholeHours]],
  ['TOETSHUIS', 'huis-meten', [GOALS.wholeHours, GOALS.length, GOALS.weight, GOALS.volume]],
  ['TOETSHUIS', 'huis-klok', [GOALS.wholeHours]],
  ['METEN', 'lat-lengte', [GOALS.length]],
  ['METEN', 'lat-gewicht', [GOALS.weight]],
  ['METEN', 'lat-klok', [GOALS.wholeHours]],
];

/** A school with a group 5, four vendors with their profiles and mappings, and the goals. Gives the tokens of the vendors. */
export async function clockReadingSchool({ store, keyring }: Gateway): Promise<Record<Vendor, string>> {
  await loadExample(store);
  const tokens = await Promise.all(
    (Object.keys(VENDORS) as Vendor[]).map(async (vendor) => [vendor, await addVendor({ store, keyring }, vendor)] as const),
  );
  await fillRoster({ store, keyring } as Gateway, ROSTER, { school: SCHOOL });
  return Object.fromEntries(tokens) as Record<Vendor, string>;
}

async function addVendor({ store, keyring }: Pick<Gateway, 'store' | 'keyring'>, vendor: Vendor): Promise<string> {
  const { name, product, meaning, notMeaning } = VENDORS[vendor];
  await store.addParty({ ...PARTY, klantcode: vendor, klantnaam: name });
  const scopes = ['results:write', 'signals:write'];
  const agreement = {
    ...{ school: SCHOOL, party: vendor, profile: 'resultaten', purpose: 'Testen', from: FROM },
    infourl: { keep: 'hosts' as const, hosts: ['les.voorbeeld'] },
  };
  await store.addAgreements(
    [
      { ...agreement, id: randomUUID(), exchanges: ['leerresultaten'] },
      { ...agreement, id: randomUUID(), exchanges: ['rest'], scopes },
    ],
    { id: randomUUID(), party: vendor, hash: keyring.hashCredential(`sleutel-van-${vendor}`), schools: [SCHOOL], from: FROM },
  );
  const { version: _, ...profile } = sourceProfile({
    party: vendor,
    product,
    title: name,
    figures: [{ kind: 'score', meaning, notMeaning }],
  });
  await store.goals.profiles.declareProfile(profile, FROM);
  const rows = TESTS.filter(([of]) => of === vendor).flatMap(([, code, goals]) =>
    goals.map((goal): MappingRow => ({ kind: 'activity', activity: { code }, goal, coverage: 'unknown' })),
  );
  const goal: GoalRow = { kind: 'goal', supplierGoal: 'HELE-UREN', goal: GOALS.wholeHours, coverage: 'unknown' };
  const read = { rows: [...rows, goal].map((row, at) => ({ row, place: `line ${at + 2}` })), problems: [], leftOut: [] };
  await importMapping({ store, at: FROM }, { party: vendor, read, isWhole: true });
  const secret = randomUUID();
  await store.addToken({ id: randomUUID(), client: vendor, hash: keyring.hashToken(secret), school: SCHOOL, scopes, createdAt: FROM });
  return secret;
}

/** A SOAP message of a vendor with one result per pupil and test. */
export function soapResults(vendor: Vendor, results: readonly (readonly [pupil: string, test: string, score: string])[]): string {
  const afnames = results.map(
    ([pupil, test, score]) =>
      `<toetsafname><leerlingid>${pupil}</leerlingid><resultaten><resultaat key="${vendor}-${pupil}-${test}"><afnamedatum>${TODAY}</afnamedatum><toetscode>${test}</toetscode><score>${score}</score><infourl>https://les.voorbeeld/${vendor.toLowerCase()}/${test}</infourl></resultaat></resultaten></toetsafname>`,
  );
  const toetsen = [...new Set(results.map(([, test]) => test))]
    .map((test) => `<toets><toetscode>${test}</toetscode><toetsnaam>Toets ${test}</toetsnaam></toets>`)
    .join('');
  const body = verzoek({ schooljaar: YEAR, aanmaakdatum: new Date().toISOString(), afnames: afnames.join(''), toetsen });
  return soap(body, autorisatie({ sleutel: `sleutel-van-${vendor}`, klantcode: vendor, klantnaam: VENDORS[vendor].name }));
}

/** What a vendor posts as JSON. */
export function jsonResults(
  vendor: Vendor,
  results: readonly (readonly [pupil: string, test: string, score: string, seconds?: string])[],
): object {
  return {
    schoolYear: YEAR,
    assessments: [...new Set(results.map(([, test]) => test))].map((test) => ({ code: { value: test }, name: `Oefening ${test}` })),
    results: results.map(
      ([leerlingid, code, value, durationSeconds]): PostedResult => ({
        key: `${vendor}-${leerlingid}-${code}`,
        learner: { leerlingid },
        activity: { code },
        date: TODAY,
        values: [{ kind: 'score', value }],
        ...(durationSeconds === undefined ? {} : { context: { durationSeconds, itemCount: '20' } }),
        detailUrl: `https://les.voorbeeld/${vendor.toLowerCase()}/${code}`,
      }),
    ),
  };
}

export function signal(key: string, leerlingid: string, kind: RaisedSignal['kind']): RaisedSignal {
  return {
    key,
    learner: { leerlingid },
    supplierGoal: { id: 'HELE-UREN', title: 'Hele uren' },
    kind,
    raisedAt: new Date(Date.now() - 60_000).toISOString(),
  };
}
