import { expect, test } from '@jest/globals';
import { startTestGateway } from '../support/gateway.js';

async function get(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { headers });
  if (response.status !== 200) throw new Error(`${response.status}`);
  return response.text();
}

test('the WSDL names the address that it was asked at', async () => {
  const running = await startTestGateway();
  const endpoint = `${running.gateway.url}/soap/leerresultaten`;
  expect(await get(`${endpoint}?wsdl`)).toContain(`location="${endpoint}"`);
  expect(await get(`${endpoint}?WSDL`)).toContain(`location="${endpoint}"`);
  await running.stop();
});

test('the WSDL names the public address, and every file that the exact one leads to can be had', async () => {
  const publicUrl = 'https://uwlr.voorbeeld.example/poort';
  const running = await startTestGateway({ settings: { publicUrl } });
  const endpoint = `${running.gateway.url}/soap/leerresultaten`;
  expect(await get(`${endpoint}?wsdl`)).toContain(`location="${publicUrl}/soap/leerresultaten"`);
  const open = [await get(`${endpoint}?wsdl=exact`)];
  const seen = new Set<string>();
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    for (const [, location = ''] of text.matchAll(/schemaLocation="([^"]*)"/g)) {
      expect(location.startsWith(`${publicUrl}/soap/leerresultaten?xsd=`)).toBe(true);
      if (seen.has(location)) continue;
      seen.add(location);
      open.push(await get(location.replace(publicUrl, running.gateway.url)));
    }
  }
  expect(seen.size).toBe(3);
  await running.stop();
});

test('files that are not there, and other methods, are refused without an echo', async () => {
  const running = await startTestGateway();
  const endpoint = `${running.gateway.url}/soap/leerresultaten`;
  for (const query of ['?xsd=../../package.json', '?xsd=onbekend.xsd', '']) {
    const response = await fetch(endpoint + query);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('onbekend');
  }
  expect((await fetch(endpoint, { method: 'PUT', body: 'x' })).status).toBe(405);
  await running.stop();
});
