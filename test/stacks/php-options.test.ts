import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KEY, PARTY, type Running, startTestGateway } from '../support/gateway.js';
import { run, works } from './run.js';

const isInstalled = works('php', '-r', 'exit(extension_loaded("soap") ? 0 : 1);');
const testHere = isInstalled || process.env['CI'] !== undefined ? test : test.skip;
if (!isInstalled) console.info('PHP with its extension soap is not installed here.');

let running: Running;
beforeAll(async () => {
  running = await startTestGateway({ party: { acceptStale: true } });
});
afterAll(() => running.stop());

testHere('PHP delivers with every option of its SoapClient and every form of header, under the strict policy', async () => {
  const program = ['php', path.resolve('test/stacks/clients/php-options.php')];
  const printed = await run([...program, running.gateway.url, KEY, PARTY.klantcode, PARTY.klantnaam], running.directory);
  expect(printed.trim().split('\n')).toEqual(
    [
      ...['gzip', 'deflate', 'without keep-alive', 'texts in ISO-8859-1', 'features'],
      ...['an object', 'mustUnderstand', 'actor next', 'parts'],
    ].map((how) => `${how}\tbevestigd`),
  );
});
