import { promisify } from 'node:util';
import { createClientAsync } from 'soap';
import strongSoap from 'strong-soap';
import { type Autorisatie, autorisatie } from '../../../src/uwlr/messages/autorisatie.js';
import type { LeerresultatenVerzoek } from '../../../src/uwlr/messages/leerresultaten.js';
import { PHP, PYTHON, runClient } from './run-client.js';

export interface Delivery {
  readonly autorisatie: Autorisatie;
  readonly verzoek: LeerresultatenVerzoek;
}

export interface Delivered {
  /** What the stack says that the service offers. */
  readonly functions: string;
  /** Per delivery: `confirmed`, or the fault code as the stack gives it to its caller. */
  readonly outcomes: readonly string[];
}

/** A SOAP stack as its users have it: nothing patched, nothing but the WSDL. */
export interface Stack {
  readonly name: string;
  readonly installed: boolean;
  deliver(wsdl: string, endpoint: string, deliveries: readonly Delivery[]): Promise<Delivered>;
}

/** How both Node stacks give a fault to their callers. */
interface FaultError extends Error {
  readonly root?: { readonly Envelope: { readonly Body: { readonly Fault: { readonly faultcode: string } } } };
}

function outcomeOf(error: unknown): string {
  return error === null || error === undefined ? 'confirmed' : faultCodeOf(error);
}

export function faultCodeOf(error: unknown): string {
  return (error as FaultError).root?.Envelope.Body.Fault.faultcode ?? String(error);
}

const NAMESPACE = autorisatie.element.schema.namespace;
const ATTRIBUTES = ['key', 'vocabulaire', 'vocabulairelocatie', 'niveau'];

/** A value as a stack wants it: what it calls the text of an element with attributes, and where it keeps attributes (beside the elements, or apart). */
function shaped(value: unknown, text: string, apart?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => shaped(item, text, apart));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  const attributes: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    if (apart !== undefined && ATTRIBUTES.includes(name)) attributes[name] = field;
    else result[name === 'value' ? text : name] = shaped(field, text, apart);
  }
  return apart === undefined || Object.keys(attributes).length === 0 ? result : { ...result, [apart]: attributes };
}

const nodeSoap: Stack = {
  name: 'node-soap',
  installed: true,
  async deliver(wsdl, endpoint, deliveries) {
    const client = await createClientAsync(wsdl, {}, endpoint);
    const outcomes: string[] = [];
    for (const delivery of deliveries) {
      client.clearSoapHeaders();
      client.addSoapHeader({ autorisatie: delivery.autorisatie }, '', 'aut', NAMESPACE);
      try {
        await client['BrengLeerresultatenAsync'](shaped(delivery.verzoek, '$value', 'attributes'));
        outcomes.push('confirmed');
      } catch (error) {
        outcomes.push(outcomeOf(error));
      }
    }
    return { functions: JSON.stringify(client.describe()), outcomes };
  },
};

const strong: Stack = {
  name: 'strong-soap',
  installed: true,
  async deliver(wsdl, endpoint, deliveries) {
    const outcomes: string[] = [];
    let functions = '';
    for (const delivery of deliveries) {
      const client = await promisify(strongSoap.soap.createClient)(wsdl, {});
      functions = Object.keys(client.describe().LeerresultatenService.prtLeerresultatenService).join();
      client.setEndpoint(endpoint);
      client.addSoapHeader(delivery.autorisatie, { nsURI: NAMESPACE, name: 'autorisatie' });
      await new Promise<void>((done) => {
        client.BrengLeerresultaten({ leerresultaten_verzoek: shaped(delivery.verzoek, '$value', '$attributes') }, (error) => {
          outcomes.push(outcomeOf(error));
          done();
        });
      });
    }
    return { functions, outcomes };
  },
};

const php: Stack = {
  name: 'PHP SoapClient',
  installed: PHP !== undefined,
  deliver: (wsdl, endpoint, deliveries) => run(PHP, 'deliver.php', [wsdl, endpoint], shaped(deliveries, '_')),
};

const zeep: Stack = {
  name: 'zeep',
  installed: PYTHON !== undefined,
  deliver: (wsdl, endpoint, deliveries) => run(PYTHON, 'deliver.py', [wsdl, endpoint], shaped(deliveries, '_value_1')),
};

export const STACKS: readonly Stack[] = [nodeSoap, strong, php, zeep];

async function run(command: string | undefined, script: string, parameters: readonly string[], input: unknown): Promise<Delivered> {
  const { functions, outcomes } = (await runClient(command, script, parameters, input)) as { functions: string[]; outcomes: string[] };
  return { functions: functions.join(), outcomes };
}
