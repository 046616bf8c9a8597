import { supplied } from '../../core/supplied.js';
import type { UwlrVersion } from '../../uwlr/finding.js';
import type { Root } from '../../uwlr/grammar/grammar.js';
import { rootOf } from '../../uwlr/messages/catalogue.js';
import { SOAP_11 } from '../reader/soap-answer.js';
import { child, descend, NotXml, readXml, type XmlNode } from '../reader/xml-node.js';
import { versionIn } from './version.js';

/** What a file turned out to hold. */
export type Kind = 'question' | 'pupil-data' | 'results' | 'confirmation' | 'definitions' | 'fault' | 'header' | 'unknown' | 'no-xml';

export interface FileMessage {
  readonly kind: Kind;
  /** Why it is no XML, and where that shows. */
  readonly notXml?: NotXml;
  readonly envelope?: XmlNode;
  /** The autorisatie, of the envelope or by itself. */
  readonly header?: XmlNode;
  /** The message in the Body, or the root of a bare one. */
  readonly message?: XmlNode;
  /** What the grammar knows of the message. */
  readonly root?: Root;
  /** By which it is read. Absent where a message has none, such as a fault. */
  readonly version?: UwlrVersion;
  /** The version that it names is one that nobody speaks. */
  readonly unsupported?: XmlNode;
}

/** Reads a file with one message of whatever kind, in an envelope or bare. Never throws on what is in it. */
export function readMessage(bytes: Uint8Array): FileMessage {
  let top: XmlNode;
  try {
    top = readXml(bytes);
  } catch (error) {
    if (!(error instanceof NotXml)) throw error;
    return { kind: 'no-xml', notXml: error };
  }
  if (top.local !== 'Envelope') return messageOf(top);
  const header = child(top, 'Header')?.children.find(({ local }) => local === 'autorisatie');
  const message = child(top, 'Body')?.children[0];
  const inEnvelope = { envelope: top, ...supplied({ header }) };
  return message === undefined ? { kind: 'unknown', ...inEnvelope } : { ...messageOf(message), ...inEnvelope };
}

function messageOf(message: XmlNode): FileMessage {
  if (message.local === 'Fault' && message.namespace === SOAP_11) return { kind: 'fault', message };
  const root = rootOf(`{${message.namespace}}${message.local}`);
  if (root === undefined) return { kind: 'unknown', message };
  if (message.local === 'autorisatie') return { kind: 'header', header: message };
  const kind = kindOf(message);
  const written = root.versionPath === undefined ? undefined : descend(message, ...root.versionPath.split('/'));
  const { version, unsupported } = versionIn(message, written);
  return { kind, message, root, version, ...(unsupported && written !== undefined ? { unsupported: written } : {}) };
}

/** Of a message that the standard knows. */
function kindOf({ local, namespace }: XmlNode): Kind {
  if (local === 'Toetsdefinities') return 'definitions';
  if (namespace.endsWith('/leerresultaten')) return local.endsWith('bevestiging') ? 'confirmation' : 'results';
  return local.endsWith('verzoek') ? 'question' : 'pupil-data';
}
