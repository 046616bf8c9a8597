import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CASE_ENDPOINTS } from '../../src/api/case/case-endpoints.js';
import { CASE_MOUNT } from '../../src/api/http/mount.js';
import { readGoalSet } from '../../src/goals/import/read-goal-set.js';
import { OTHER_SCHOOL } from '../store/support/records.js';
import { loadExample } from './support/example-goals.js';
import { type RestServer, startRest } from './support/rest-server.js';

const KLOK = '30789c91-5b39-4780-98f3-a1bd6af2d808';
const KERNDOEL = 'd4b16fc2-8c8a-46ae-956c-d5cdfc6ff03d';

let rest: RestServer;
let token: string;
let document: string;

beforeAll(async () => {
  rest = await startRest();
  token = await rest.token();
  await loadExample(rest.store);
  await loadExample(rest.store, { id: 'buur', uri: 'https://doelen.voorbeeld/sets/buur' }, OTHER_SCHOOL);
  document = (await ask('/CFDocuments')).json.CFDocuments[0].identifier;
});
afterAll(() => rest.stop());

// biome-ignore lint/suspicious/noExplicitAny: whatever the server sent
async function ask(path: string, secret = token, init: RequestInit = {}): Promise<{ readonly status: number; readonly json: any }> {
  const response = await fetch(rest.url.replace('/api/v1', CASE_MOUNT) + path, { ...init, headers: { authorization: `Bearer ${secret}` } });
  return { status: response.status, json: await response.json() };
}

describe('a consumer of CASE', () => {
  test('finds the sets that the school may use, with their publication status', async () => {
    const { json } = await ask('/CFDocuments');
    expect(json.CFDocuments).toMatchObject([
      { title: 'Voorbeeld: doelen voor meten in het basisonderwijs', adoptionStatus: 'Adopted', version: '1', caseVersion: '1.1' },
    ]);
    expect((await ask('/CFDocuments?offset=1')).json).toEqual({ CFDocuments: [] });
    expect((await ask(`/CFDocuments/${document}`)).json).toEqual(json.CFDocuments[0]);
  });

  test('takes a whole set, which is the same set when it is imported', async () => {
    const { json } = await ask(`/CFPackages/${document}`);
    const read = readGoalSet([{ name: 'pakket.json', bytes: Buffer.from(JSON.stringify(json)) }]);
    expect(await rest.store.goals.sets.importGoalSet(read, undefined, '2026-11-30T09:00:00.000Z')).toMatchObject({ added: false });
  });

  test('knows a goal by the UUID that SLO gave it, and its relations by theirs', async () => {
    const { json } = await ask(`/CFItems/${KLOK.toUpperCase()}`);
    expect(json).toMatchObject({
      identifier: KLOK,
      uri: `https://opendata.slo.nl/curriculum/uuid/${KLOK}`,
      humanCodingScheme: 'RW.1.067',
      CFItemType: 'doel',
      educationLevel: ['po'],
      CFDocumentURI: { identifier: document },
    });
    const { CFItem, CFAssociations } = (await ask(`/CFItemAssociations/${KLOK}`)).json;
    expect(CFItem).toEqual(json);
    expect(CFAssociations.map(({ associationType }: { associationType: string }) => associationType)).toEqual(['isChildOf', 'isRelatedTo']);
    expect(CFAssociations[1]).toMatchObject({ originNodeURI: { identifier: KLOK }, destinationNodeURI: { identifier: KERNDOEL } });
    expect((await ask(`/CFAssociations/${CFAssociations[1].identifier}`)).json).toEqual(CFAssociations[1]);
  });

  test('sees nothing of a set of another school', async () => {
    const other = await rest.token({ school: OTHER_SCHOOL });
    const own = (await ask('/CFDocuments', other)).json.CFDocuments.map(({ identifier }: { identifier: string }) => identifier);
    expect(own).toHaveLength(2);
    const foreign = own.find((id: string) => id !== document);
    for (const path of [`/CFDocuments/${foreign}`, `/CFPackages/${foreign}`]) {
      expect([path, (await ask(path, other)).status, (await ask(path)).status]).toEqual([path, 200, 404]);
    }
  });
});

describe('what goes wrong is said as CASE says it', () => {
  test.each([
    ['/CFItems/00000000-0000-4000-8000-000000000000', 404, 'unknownobject'],
    ['/CFDocuments/niets', 404, 'unknownobject'],
    ['/CFRubrics', 404, 'unknownobject'],
    ['/CFDocuments?limit=0', 400, 'invalid_selection_field'],
    ['/CFDocuments?filter=x', 400, 'invalid_selection_field'],
  ])('%s', async (path, status, value) => {
    const reply = await ask(path);
    expect([reply.status, reply.json.imsx_codeMajor]).toEqual([status, 'failure']);
    expect(reply.json.imsx_codeMinor.imsx_codeMinorField[0].imsx_codeMinorFieldValue).toBe(value);
  });

  test('a token without the scope opens none of it, nor does an unknown one', async () => {
    const without = await rest.token({ scopes: ['results:read'] });
    for (const { path } of CASE_ENDPOINTS) {
      const statuses = [
        (await ask(path.replace('{id}', KLOK), without)).status,
        (await ask(path.replace('{id}', KLOK), 'onbekend')).status,
      ];
      expect([path, ...statuses]).toEqual([path, 403, 401]);
    }
  });

  test('nothing can be written', async () => {
    expect((await ask(`/CFItems/${KLOK}`, token, { method: 'DELETE' })).status).toBe(405);
  });
});
