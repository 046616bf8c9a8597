import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mayBeReal } from '../../src/conformance/mask/may-be-real.js';
import type { Report } from '../../src/conformance/report/report.js';
import type { Exchange } from '../../src/conformance/traffic/exchange.js';
import { SIMULATED_CALLER, type SimulatedLas, startSimulatedLas } from '../../src/simulator/las.js';
import { type Outcome, uwlr } from '../cli/support/uwlr.js';

function came(answer: string): readonly Exchange[] {
  const request = { method: 'POST', url: 'http://las.example/', headers: {}, body: Buffer.from('<brincode>99XX</brincode>') };
  return [{ number: 1, request, answer: { status: 200, headers: {}, body: Buffer.from(answer) }, ms: 1 }];
}

describe('a school that may exist is seen in an answer', () => {
  const pupil = '<leerling key="1"/>';

  test.each([
    '<brincode>12AB</brincode>',
    '<x:brincode> 12AB </x:brincode>',
    '<brincode>12ab</brincode>',
    '<brincode xsi:type="xs:string">12AB</brincode >',
    '<brincode><![CDATA[12AB]]></brincode>',
    '<brincode>&#49;2AB</brincode>',
    '<brincode><!-- 99XX -->12AB</brincode>',
    '<school brincode="12AB"/>',
    '<brincode>99XX</brincode><school><brincode>12AB</brincode></school>',
    '<brincode>12AB</brincode><dependancecode>01</dependancecode>',
    `<schoolkey>de-echte</schoolkey>${pupil}`,
    '<schoolkey>de-echte</schoolkey>',
    pupil,
    `<brincode></brincode>${pupil}`,
    `<brincode>99XX${pupil}`,
    '<brincode>99XX12AB</brincode>',
  ])('%s', (answer) => {
    expect(mayBeReal(came(answer), 'answer')).toBe(true);
  });

  test.each([
    `<brincode>99XX</brincode>${pupil}`,
    `<brincode>99xx</brincode><schoolkey>ons-eigen</schoolkey>${pupil}`,
    `<s:brincode>99XX-01</s:brincode>${pupil}`,
    `<schoolkey>verzonnen-1</schoolkey>${pupil}`,
    '<faultstring>brincode is onbekend</faultstring>',
    '<leerresultaten_bevestiging/>',
    '',
  ])('and not in %s', (answer) => {
    expect(mayBeReal(came(answer), 'answer')).toBe(false);
  });
});

test('a large body of nothing but beginnings is looked at in no time', () => {
  const began = performance.now();
  for (const piece of ['<brincode>', '<brincode ', ' schoolkey="', '</', '<a:'])
    expect(mayBeReal(came(`<brincode>99XX</brincode>${piece.repeat(2_000_000)}`), 'answer')).toBe(false);
  expect(performance.now() - began).toBeLessThan(5_000);
});

describe('an administration that gives the data of a real school for an invented one', () => {
  let las: SimulatedLas;
  let front: Server;
  /** How many answers are about the school that was asked for. */
  let honest = 0;
  const { autorisatiesleutel, klantcode, klantnaam } = SIMULATED_CALLER;

  beforeAll(async () => {
    las = await startSimulatedLas();
    front = createServer(async (request, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
      const answer = await fetch(las.endpoint, { method: 'POST', headers: { 'content-type': 'text/xml' }, body: Buffer.concat(pieces) });
      const text = await answer.text();
      honest -= 1;
      response.writeHead(answer.status, { 'content-type': 'text/xml; charset=utf-8' });
      response.end(honest >= 0 ? text : text.replace('<brincode>99XX', '<brincode>12AB'));
    }).listen(0, 'localhost');
    await once(front, 'listening');
  });
  afterAll(async () => {
    front.close();
    front.closeAllConnections();
    await las.close();
  });

  function conform(...flags: string[]): Promise<Outcome> {
    const url = `http://localhost:${(front.address() as AddressInfo).port}/`;
    const run = ['conform', 'las', url, '--klantcode', klantcode, '--klantnaam', klantnaam, '--only', 'las/pupils/answered', ...flags];
    return uwlr([...run, '--json'], { env: { UWLR_CONFORM_KEY: autorisatiesleutel } });
  }

  test('is asked once, and nothing is kept', async () => {
    honest = 0;
    const { code, stdout, stderr } = await conform('--keep-traffic');
    expect([code, stdout, stderr, honest]).toEqual([3, '', expect.stringMatching(/school that may exist: --authorised-by/), -1]);
  });

  test('is masked when it does so later, in spite of --keep-traffic', async () => {
    honest = 1;
    const { stdout, stderr } = await conform('--keep-traffic');
    expect(stderr).toMatch(/masked, in spite of --keep-traffic/);
    const report = JSON.parse(stdout) as Report;
    expect(report.unmasked).toBeUndefined();
    expect(report.exchanges.map(({ answer }) => answer?.body).join()).toMatch(/<achternaam>\[achternaam/);
    honest = 100;
    const kept = JSON.parse((await conform('--keep-traffic')).stdout) as Report;
    expect([kept.unmasked, kept.exchanges.some(({ answer }) => answer?.body.includes('[achternaam'))]).toEqual([true, false]);
  });

  test('is tested when somebody allowed it', async () => {
    honest = 0;
    const { code, stdout } = await conform('--authorised-by', 'Directie');
    expect([code !== 3, (JSON.parse(stdout) as Report).authorisedBy]).toEqual([true, 'Directie']);
  });
});
