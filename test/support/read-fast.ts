import type { MessageOptions } from '../../src/uwlr/decode.js';
import { NO_EXTENSIONS } from '../../src/uwlr/extensions.js';
import { type FastMessage, namespacesOf, readFastMessage } from '../../src/uwlr/fast/fast-message.js';
import type { Root } from '../../src/uwlr/grammar/grammar.js';
import { decline, unlessDeclined } from '../../src/xml/fast/decline.js';
import { Scopes } from '../../src/xml/fast/scope.js';
import { TextCursor } from '../../src/xml/fast/text-cursor.js';

const all = new Map<Root, Scopes>();

/** What the fast reader makes of a text that is one message, without envelope; undefined when it declines. */
export function readFast(text: string, root: Root, options: MessageOptions = {}): FastMessage | undefined {
  const scopes = all.get(root) ?? new Scopes(namespacesOf([root], options.extensions ?? NO_EXTENSIONS));
  all.set(root, scopes);
  return unlessDeclined(() => {
    const cursor = new TextCursor(text);
    cursor.passDeclaration();
    cursor.passSpace();
    const tag = cursor.readTag(scopes.begin());
    if (tag.local !== root.element.name || tag.uri !== root.element.schema.namespace) decline();
    const message = readFastMessage(cursor, tag, root, options);
    cursor.passSpace();
    if (cursor.at !== text.length) decline();
    return message;
  });
}
