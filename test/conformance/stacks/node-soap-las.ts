import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from 'soap';

export interface NodeSoapLas {
  readonly address: string;
  close(): Promise<void>;
}

const SCHOOL = { schooljaar: '2026-2027', brincode: '99XX', xsdversie: '2.2' };
const PUPILS = [
  {
    attributes: { key: 'L-1' },
    achternaam: 'Testema',
    voorvoegsel: 'van',
    roepnaam: 'Anna',
    jaargroep: '4',
    groep: { attributes: { key: 'g4' } },
  },
  { attributes: { key: 'L-2' }, achternaam: 'Verzonnen', roepnaam: 'Bram', jaargroep: '4', groep: { attributes: { key: 'g4' } } },
];
const SECOND_PORT = /<wsdl:port name="[^"]*-getrapt"[\s\S]*?<\/wsdl:port>/;
const GROUPS = { groep: [{ attributes: { key: 'g4' }, naam: 'Groep 4', jaargroep: '4' }] };

/** An administration as node-soap makes one out of the WSDLs, by somebody who trusts it to check what comes. It checks nothing. */
export async function startNodeSoapLas(): Promise<NodeSoapLas> {
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // In this order they go out, which is not that of the schema: node-soap does not mind.
  const school = () => ({ ...SCHOOL, aanmaakdatum: new Date().toISOString() });
  const pupils = {
    HaalLeerlinggegevens: () => ({ leerlinggegevens: { school: school(), groepen: GROUPS, leerlingen: { leerling: PUPILS } } }),
  };
  // Of two ports at one address node-soap knows one: this administration speaks all in one only.
  const wsdl = (name: string) => readFileSync(`wsdl/2.2/${name}.wsdl`, 'utf8').replace(SECOND_PORT, '');
  listen(server, '/leerlinggegevens', { LeerlinggegevensService: { prtLeerlinggegevensService: pupils } }, wsdl('leerlinggegevens'));
  listen(
    server,
    '/leerresultaten',
    { LeerresultatenService: { prtLeerresultatenService: { BrengLeerresultaten: () => ({}) } } },
    wsdl('leerresultaten'),
  );
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
