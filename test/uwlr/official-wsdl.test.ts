import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { wsdlText } from '../../src/uwlr/generate/wsdl.js';
import { SERVICES } from '../../src/uwlr/messages/services.js';

/** The files of the standard, where they are. They are not ours to copy. */
const OFFICIAL = '/work/shared/reference/uwlr-2.2/wsdl';
const testHere = existsSync(OFFICIAL) ? test : test.skip;
if (!existsSync(OFFICIAL)) console.info('The official WSDLs are not here: ours are not compared with them.');

interface Described {
  /** Services, ports, bindings and port types by the names that classes are made of. */
  readonly names: Record<string, string>;
  /** What each operation of a port sends and gets: SOAPAction, elements, and how they are bound. */
  readonly operations: Record<string, Record<string, string>>;
  readonly faults: readonly string[];
}

/** What a WSDL says of its service, apart from what messages and their parts are called. */
function described(xml: string): Described {
  const parser = new SaxesParser({ xmlns: true });
  const open: { readonly local: string; readonly name: string }[] = [];
  const parts = new Map<string, string>();
  const names: Record<string, string> = {};
  const operations: Record<string, Record<string, string>> = {};
  const faults: string[] = [];
  const local = (qualified = '') => qualified.split(':').at(-1) ?? '';
  parser.on('opentag', ({ local: tag, attributes }) => {
    const of = (attribute: string) => attributes[attribute]?.value ?? '';
    const expanded = (qualified: string) => `{${parser.resolve(qualified.split(':')[0] ?? '')}}${local(qualified)}`;
    const within = open.map(({ name }) => name).filter((name) => name !== '');
    const parent = open.at(-1)?.local ?? '';
    if (tag === 'part') parts.set(within.at(-1) ?? '', expanded(of('element')));
    if (tag === 'definitions') names['namespace'] = of('targetNamespace');
    if (['service', 'port', 'portType', 'binding'].includes(tag) && of('name') !== '')
      names[`${tag} ${of('name')}`] = local(of('binding') || of('type'));
    const key = within.join(' ');
    if (tag === 'binding' && of('name') === '')
      Object.assign(names, { [`${key} style`]: of('style'), [`${key} transport`]: of('transport') });
    const operation = open.find((one) => one.local === 'operation') ?? (tag === 'operation' && of('name') === '' ? open.at(-1) : undefined);
    if (operation !== undefined) {
      const facts = operations[within.slice(-2).join(' ')] ?? {};
      operations[within.slice(-2).join(' ')] = facts;
      if (tag === 'operation') facts['soapAction'] = of('soapAction');
      if (tag === 'header') facts['header'] = parts.get(local(of('message'))) ?? '';
      if (tag === 'body') facts[`${parent} body`] = of('use');
      if (['input', 'output'].includes(tag) && of('message') !== '') facts[tag] = parts.get(local(of('message'))) ?? '';
      if (tag === 'fault' && of('message') !== '') faults.push(operation.name);
    }
    open.push({ local: tag, name: tag === 'operation' || tag === 'binding' || tag === 'portType' || tag === 'message' ? of('name') : '' });
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return { names, operations, faults };
}

testHere.each(SERVICES.map((service) => [service.id, service] as const))(
  'the exact WSDL of %s has the services, ports, bindings, operations and elements of the standard',
  (id, service) => {
    const file = `${OFFICIAL}/UWLR_${id.charAt(0).toUpperCase()}${id.slice(1)}_v2p2.wsdl`;
    const official = described(readFileSync(file, 'utf8'));
    const ours = described(wsdlText('exact', '2.2', { location: 'http://localhost/', service }));
    expect(Object.values(official.operations).some(({ soapAction, header, input }) => soapAction ?? header ?? input)).toBe(true);
    expect(ours.names).toEqual(official.names);
    expect(ours.operations).toEqual(official.operations);
    // As docs/deviations.md says: `wsdl-part-names`.
    expect([ours.faults, official.faults]).toEqual([
      [],
      id === 'leerresultaten' ? [] : ['HaalLeerkrachten', 'HaalLeerlingen', 'HaalStructuur'],
    ]);
  },
);
