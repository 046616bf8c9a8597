import { supplied } from '../../core/supplied.js';
import { attributeOf, child, childrenOf, descend, type XmlNode } from '../reader/xml-node.js';
import type { Heard } from './heard.js';

/** A result as a message has it. */
export interface ResultIn {
  readonly node: XmlNode;
  /** The toetsafname that it stands in. */
  readonly taking: XmlNode;
  readonly message: Heard;
  readonly key: string;
  readonly leerlingid?: string;
  readonly eckid?: string;
  readonly toetscode: string;
  readonly part: string;
  readonly day: string;
}

function textOf(node: XmlNode, name: string): string | undefined {
  return child(node, name)?.text.trim();
}

/** All results of a message, in their order. */
export function resultsIn(message: Heard): ResultIn[] {
  return childrenOf(child(message.payload, 'toetsafnames'), 'toetsafname').flatMap((taking) => {
    const leerlingid = textOf(taking, 'leerlingid');
    const eckid = textOf(taking, 'eckid');
    return childrenOf(child(taking, 'resultaten'), 'resultaat').map(
      (node): ResultIn => ({
        node,
        taking,
        message,
        key: attributeOf(node, 'key')?.trim() ?? '',
        ...supplied({ leerlingid, eckid }),
        toetscode: textOf(node, 'toetscode') ?? '',
        part: textOf(node, 'toetsonderdeelcode') ?? '',
        day: textOf(node, 'afnamedatum') ?? '',
      }),
    );
  });
}

/** Those with results in them: of an empty message nothing can be said. */
export function filledIn(messages: readonly Heard[]): readonly Heard[] {
  return messages.filter((one) => resultsIn(one).length > 0);
}

/** One taking of a test or part by one pupil, whatever key it has. */
export function takingOf({ leerlingid, eckid, toetscode, part, day }: ResultIn): string {
  return JSON.stringify([leerlingid ?? eckid, toetscode, part, day]);
}

export function testsIn({ payload }: Heard): readonly XmlNode[] {
  return childrenOf(child(payload, 'toetsen'), 'toets');
}

export function partsOf(test: XmlNode): readonly XmlNode[] {
  return childrenOf(child(test, 'toetsonderdelen'), 'toetsonderdeel');
}

export function keysIn(message: Heard): ReadonlySet<string> {
  return new Set(resultsIn(message).map(({ key }) => key));
}

export function madeAtOf({ payload }: Heard): string | undefined {
  return descend(payload, 'school', 'aanmaakdatum')?.text.trim();
}

/** What a message says apart from its aanmaakdatum: equal texts, equal messages. */
export function contentOf({ payload }: Heard): string {
  return payload === undefined ? '' : textBelow(payload);
}

function textBelow(node: XmlNode): string {
  if (node.local === 'aanmaakdatum') return '';
  const attributes = node.attributes.map(({ local, value }) => `${local}=${value}`).join(' ');
  return `(${node.local} ${attributes} ${node.content.map((item) => (typeof item === 'string' ? item.trim() : textBelow(item))).join('')})`;
}
