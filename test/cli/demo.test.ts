import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { start, uwlr, type Workspace, workspace } from './support/uwlr.js';

let space: Workspace;

beforeAll(async () => {
  space = await workspace();
});

afterAll(() => space.remove());

/** A directory for temporary files of its own, to see what is left in it. */
async function temporary(name: string): Promise<string> {
  const directory = space.path(name);
  await mkdir(directory);
  return directory;
}

/** As a shell takes them apart: apostrophes hold together. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

describe('demo', () => {
  test('--once tells the whole story, and leaves nothing behind', async () => {
    const TMPDIR = await temporary('once');
    const { code, stdout, stderr } = await uwlr(['demo', '--once', '--port', '0'], { env: { TMPDIR } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const told = ['leerresultaten_bevestiging', 'refused: Client.OngeldigBericht', 'rule UWLR-SCH-023, line ', 'recorded as repeated'];
    for (const text of told) expect(stdout).toContain(text);
    expect(stdout).toMatch(/stored before: (\d+) results in \1 revisions; after: \1 results in \1 revisions/);
    expect(stdout).toMatch(
      /"values": \[\{"kind":"score","value":"\d+","sourcePath":"score","declaration":\{"declared":true,"unit":"points",/,
    );
    expect(stdout).toMatch(/"source": \{"party":"REKENEN-OP-MAAT","intake":"soap","version":"2.2","product":"ROM-5","profile":"1"\}/);
    expect(stdout).toContain('4 of the results touch a learning goal');
    expect(stdout).toMatch(/RW\.1\.067 .*\n {5}results of 4 pupils, .*\n {5}signals: STUCK by REKENEN-OP-MAAT\n/);
    expect(stdout).toMatch(/1 x leerresultaten_verzoek\/school\/auteur/);
    expect(stdout).toMatch(/25 x leerlinggegevens_antwoord\/leerlinggegevens\/leerlingen\/leerling\/bsn_ondwnr-4/);
    expect(stdout).toMatch(/that is what it got: key, eckid, achternaam/);
    expect(stdout).toContain('each result found its pupil in the roster');
    expect(stdout).toContain('it has 14 results, under the keys that the vendor gave them');
    expect(stdout).not.toMatch(/Bedacht|LAS-1001|geheim/);
    // Nothing listens there any more.
    expect(stdout).not.toMatch(/Where to look|curl/);
    expect(stdout).toContain('Without --once it keeps running');
    expect(await readdir(TMPDIR)).toEqual([]);
  });

  test('keeps serving until it is told to stop, with commands that work', async () => {
    const TMPDIR = await temporary('serving');
    const child = start(['demo', '--port', '0'], { env: { TMPDIR } });
    let seen = '';
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      seen += String(chunk);
      if (seen.includes('Serving until Ctrl-C')) break;
    }
    const [, token = '', url = ''] = /curl -s -H 'Authorization: Bearer (\S+)' '([^']+\/results[^']*)'/.exec(seen) ?? [];
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    expect(await answer.json()).toHaveProperty('items.0.activity.name', expect.any(String));
    const [, key = '', suite = ''] = /UWLR_CONFORM_KEY=(\S+) uwlr (conform las .*) --html/.exec(seen) ?? [];
    const tested = await uwlr([...words(suite), '--level', 'connect'], { env: { UWLR_CONFORM_KEY: key } });
    expect(tested).toMatchObject({ code: 0, stdout: expect.stringMatching(/las\/pupils: \d+ pass/) });
    child.kill('SIGINT');
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(await readdir(TMPDIR)).toEqual([]);
  });

  test('with --data keeps what it made there, for the other commands to look at', async () => {
    const data = space.path('kept');
    expect((await uwlr(['demo', '--once', '--port', '0', '--data', data])).code).toBe(0);
    const { stdout } = await uwlr(['exchange', 'list', '--data', data]);
    expect(stdout).toMatch(/repeated/);
    expect((await uwlr(['doctor', '--data', data])).code).toBe(0);
  });

  test('does not begin in a directory that holds something', async () => {
    const data = await temporary('full');
    await writeFile(path.join(data, 'notes.txt'), 'mine');
    const { code, stderr } = await uwlr(['demo', '--once', '--data', data]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `uwlr: ${data} is not empty: the demo needs an empty directory\n` });
    expect(await readdir(data)).toEqual(['notes.txt']);
  });

  test('could not run on a port that was asked for and is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { code } = await uwlr(['demo', '--once', '--port', String(port)]);
    taken.close();
    expect(code).toBe(3);
  });
});
