import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { afname, autorisatie, message, NAMESPACES, resultaat, TOETSEN, verzoek } from '../support/messages.js';
import { type Outcome, uwlr, type Workspace, workspace } from './support/uwlr.js';

interface Model {
  readonly results: readonly Record<string, unknown>[];
  readonly assessments: readonly Record<string, unknown>[];
  readonly losses: readonly { readonly path: string; readonly reason: string; readonly count: number }[];
}

let space: Workspace;

beforeAll(async () => {
  space = await workspace();
});

afterAll(() => space.remove());

async function convert(content: string, ...args: string[]): Promise<Outcome> {
  const path = space.path('message.xml');
  await writeFile(path, content);
  return uwlr(['convert', path, ...args]);
}

const ECK = `https://ketenid.nl/pilot/${'ab'.repeat(64)}`;
const PERSONAL = message({
  auteur: '<auteur>Juf Verzonnen</auteur>',
  commentaar: '<commentaar>Pim Bedacht was ziek</commentaar>',
  afnames: afname(
    'leerling-0001',
    resultaat('r-1', '7', '<infourl>https://uitslag.example/r?token=geheim</infourl>'),
    '<resultaatverwerkerid>lk-07</resultaatverwerkerid>',
  ),
});

describe('convert --to model', () => {
  test('gives results, assessments and losses, without anything that a gateway would not keep', async () => {
    const { code, stdout, stderr } = await convert(PERSONAL, '--to', 'model');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { results, assessments, losses } = JSON.parse(stdout) as Model;
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      school: '99XX',
      source: { party: 'TESTEA', version: '2.2' },
      activity: { code: 'T1', name: 'Rekenen blok 1' },
      values: [{ kind: 'score', value: '7', sourcePath: 'score' }],
      norm: { term: 'goed' },
    });
    expect(assessments).toEqual([expect.objectContaining({ code: { value: 'T1' }, parts: [expect.objectContaining({ number: '1' })] })]);
    expect(losses.map(({ path }) => path.split('/').at(-1))).toEqual(
      expect.arrayContaining(['auteur', 'commentaar', 'leerlingid', 'resultaatverwerkerid', 'infourl']),
    );
    for (const secret of ['leerling-0001', 'Verzonnen', 'Bedacht', 'lk-07', 'geheim', 'uitslag']) expect(stdout).not.toContain(secret);
  });

  test('gives a learner another alias each time', async () => {
    const learner = async () => (JSON.parse((await convert(PERSONAL, '--to', 'model')).stdout) as Model).results[0]?.['learner'];
    const [one, other] = [await learner(), await learner()];
    expect(one).not.toBe(other);
  });

  test('with --json is one line, and --infourl keeps what an agreement with that rule would', async () => {
    const { stdout } = await convert(PERSONAL, '--to', 'model', '--json', '--infourl', 'hosts:uitslag.example', '--party', 'ANDERS');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const { results } = JSON.parse(stdout) as Model;
    expect(results[0]).toMatchObject({ detailUrl: 'https://uitslag.example/r', source: { party: 'ANDERS' } });
  });

  test('of test definitions needs to know the school', async () => {
    const definitions = `<Toetsdefinities xmlns="http://www.edustandaard.nl/leerresultaten/2/toetsdefinities"><toetsen xmlns="${NAMESPACES.lr}">${TOETSEN}</toetsen></Toetsdefinities>`;
    expect((await convert(definitions, '--to', 'model')).code).toBe(2);
    const { code, stdout } = await convert(definitions, '--to', 'model', '--school', '99AB', '--party', 'TESTEA');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ results: [], assessments: [{ school: '99AB', source: { party: 'TESTEA' } }] });
  });

  test('of a message without results is a no', async () => {
    expect((await convert(`<leerresultaten_bevestiging xmlns="${NAMESPACES.lr}"/>`, '--to', 'model')).code).toBe(1);
  });
});

describe('convert --to uwlr', () => {
  test('gives a message that is valid in that version, without envelope and key', async () => {
    for (const version of ['2.1', '2.2', '2.3']) {
      const { code, stdout } = await convert(message(), '--to', `uwlr-${version}`);
      expect(code).toBe(0);
      expect(stdout).toContain(`<xsdversie>${version}</xsdversie>`);
      expect(stdout).not.toContain('sleutel');
      expect(await uwlr(['validate', '-', '--json'], { input: stdout })).toMatchObject({
        code: 0,
        stdout: expect.stringContaining(`"version":"${version}"`) as unknown as string,
      });
    }
  });

  test('leaves out what the version does not have, and says so', async () => {
    const content = verzoek({ afnames: afname('leerling-0001', resultaat('r-1'), `<eckid>${ECK}</eckid>`) });
    const { code, stdout, stderr } = await convert(content, '--to', 'uwlr-2.1');
    expect(code).toBe(0);
    expect(stdout).not.toContain('eckid');
    expect(stderr).toBe('left out: 1 x /leerresultaten_verzoek/toetsafnames/toetsafname/eckid (not-in-version)\n');
  });

  test('says no when something cannot be expressed, and gives the rest', async () => {
    const bare = `<toetsafname><eckid>${ECK}</eckid><resultaten>${resultaat('r-2')}</resultaten></toetsafname>`;
    const content = verzoek({ xsdversie: '2.3', afnames: afname('leerling-0001', resultaat('r-1')) + bare });
    const { code, stdout } = await convert(content, '--to', 'uwlr-2.2', '--json');
    expect(code).toBe(1);
    const { xml, losses } = JSON.parse(stdout) as { xml: string; losses: unknown[] };
    expect(losses).toEqual([expect.objectContaining({ kind: 'blocked', reason: 'missing-leerlingid', count: 1 })]);
    expect(xml).toContain('leerling-0001');
    expect(xml).not.toContain(ECK);
    const nothing = await convert(verzoek({ xsdversie: '2.3', afnames: bare }), '--to', 'uwlr-2.2', '--json');
    expect(nothing.code).toBe(1);
    expect(JSON.parse(nothing.stdout)).toMatchObject({ xml: null });
  });
});

describe('convert', () => {
  test('refuses a message that is not valid, and says what is wrong', async () => {
    const { code, stdout, stderr } = await convert(message({ brin: 'Q7Z' }), '--to', 'model');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('UWLR-SCH-022 error /leerresultaten_verzoek/school/brincode');
    expect(stderr).toContain('not a valid message');
  });

  test('looks at the message alone: a wrong header does not matter', async () => {
    const header = autorisatie().replace(` xmlns="${NAMESPACES.aut}"`, '');
    expect((await convert(message({ header }), '--to', 'uwlr-2.3')).code).toBe(0);
  });
});
