import { type Client, createClientAsync } from 'soap';
import { type Autorisatie, autorisatie } from '../uwlr/messages/autorisatie.js';
import { type LeerlinggegevensVerzoek, leerlinggegevensVerzoek } from '../uwlr/messages/leerlinggegevens.js';
import { type LeerresultatenVerzoek, leerresultatenVerzoek } from '../uwlr/messages/leerresultaten.js';
import { soapArguments } from './soap-arguments.js';

/** What the gateway says about one thing in a refused message. */
export interface FaultFinding {
  readonly rule: string;
  readonly path: string;
  readonly line: string;
}

/** What came back on a message, as the vendor's own stack reads it. `xml` is what was sent. */
export type DeliveryAnswer =
  | { readonly accepted: true; readonly xml: string }
  | {
      readonly accepted: false;
      readonly xml: string;
      readonly code: string;
      readonly text: string;
      readonly findings: readonly FaultFinding[];
    };

/** A leerling as node-soap gives one: attributes stand apart. */
export interface FetchedPupil {
  readonly attributes: { readonly key?: string; readonly eckid?: string };
  readonly achternaam?: string;
  readonly roepnaam?: string;
  readonly jaargroep?: string;
  readonly [field: string]: unknown;
}

interface FetchedAnswer {
  readonly leerlinggegevens?: { readonly leerlingen?: { readonly leerling?: FetchedPupil | readonly FetchedPupil[] } };
}

/** As node-soap gives a fault: prefixes are gone, attributes stand apart. */
interface FaultError {
  readonly root?: {
    readonly Envelope?: {
      readonly Body?: {
        readonly Fault?: {
          readonly faultcode?: unknown;
          readonly faultstring?: unknown;
          readonly detail?: { readonly bevindingen?: { readonly bevinding?: unknown } };
        };
      };
    };
  };
}

/** A simulated educational application (EA): it knows nothing of the gateway but its WSDL, and speaks SOAP by node-soap as it comes. */
export class Vendor {
  private constructor(
    private readonly client: Client,
    private readonly endpoint: string,
  ) {}

  /** Reads the WSDL at this URL. */
  static async connect(wsdl: string, credentials: Autorisatie): Promise<Vendor> {
    const client = await createClientAsync(wsdl, { disableCache: true });
    const { name, schema } = autorisatie.element;
    client.addSoapHeader({ [name]: soapArguments(autorisatie, '2.2', credentials) }, '', 'aut', schema.namespace);
    return new Vendor(client, wsdl.replace(/\?[\s\S]*/, ''));
  }

  /** Delivers a message. What is in it is not checked here: a stock stack does not do that either. */
  async deliver(message: LeerresultatenVerzoek): Promise<DeliveryAnswer> {
    try {
      await this.client['BrengLeerresultatenAsync'](soapArguments(leerresultatenVerzoek, '2.2', message));
      return { accepted: true, xml: this.client.lastRequest ?? '' };
    } catch (error) {
      const fault = (error as FaultError).root?.Envelope?.Body?.Fault;
      if (fault === undefined) throw error;
      return {
        accepted: false,
        xml: this.client.lastRequest ?? '',
        code: String(fault.faultcode).replace(/^.*:/, ''),
        text: textOf(fault.faultstring),
        findings: findingsOf(fault.detail?.bevindingen?.bevinding),
      };
    }
  }

  /** Fetches pupils: the names by which node-soap gives a leerling. Throws what node-soap throws, also for a fault. */
  async fetch(question: LeerlinggegevensVerzoek): Promise<readonly FetchedPupil[]> {
    const [answer] = await this.client['HaalLeerlinggegevensAsync'](soapArguments(leerlinggegevensVerzoek, '2.2', question));
    const { leerling = [] } = (answer as FetchedAnswer | null)?.leerlinggegevens?.leerlingen ?? {};
    return [leerling].flat();
  }

  /** Sends the same bytes once more, as a vendor does whose answer got lost. */
  async resend(xml: string): Promise<{ readonly accepted: boolean }> {
    const headers = { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '"BrengLeerresultaten"' };
    const response = await fetch(this.endpoint, { method: 'POST', headers, body: xml });
    await response.arrayBuffer();
    return { accepted: response.ok };
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return String((value as { readonly $value?: unknown } | undefined)?.$value ?? '');
}

function findingsOf(value: unknown): FaultFinding[] {
  const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return list.map((item: { readonly attributes?: Readonly<Record<string, string>> }) => {
    const { rule = '', path = '', line = '' } = item.attributes ?? {};
    return { rule, path, line };
  });
}
