import { expect, test } from '@jest/globals';
import { TargetClients } from '../../src/delivery/targets/target-clients.js';
import type { SoapClientOptions } from '../../src/soap/client/client-options.js';

class Client {
  closed = false;

  constructor(readonly options: SoapClientOptions) {}

  async close(): Promise<void> {
    this.closed = true;
  }
}

const before = { ca: Buffer.from('oud') };
const after = { ca: Buffer.from('nieuw') };

test('a target keeps its connection from one message to the next, and has one of its own', async () => {
  const clients = new TargetClients((options) => new Client(options));
  const same = async (client: Client) => client;
  const first = await clients.use('een', before, same);
  expect(await clients.use('een', { ca: Buffer.from('oud') }, same)).toBe(first);
  expect(await clients.use('twee', before, same)).not.toBe(first);
  expect(first.closed).toBe(false);
});

test('a certificate that was renewed counts for the next message; what is running comes to its end over the old connection', async () => {
  const clients = new TargetClients((options) => new Client(options));
  let first: Client | undefined;
  await clients.use('een', before, async (client) => {
    first = client;
    await clients.use('een', after, async ({ options }) => expect(options).toBe(after));
    expect(client.closed).toBe(false);
  });
  expect(first?.closed).toBe(true);
});

test('nothing is sent any more when the gateway stops', async () => {
  const clients = new TargetClients((options) => new Client(options));
  const client = await clients.use('een', before, async (one) => one);
  await clients.close();
  expect(client.closed).toBe(true);
  await expect(clients.use('een', before, async (one) => one)).rejects.toMatchObject({ code: 'unreachable' });
});
