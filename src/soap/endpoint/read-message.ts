import type { XmlHandler } from '../../xml/reader.js';
import { XmlError } from '../../xml/xml-error.js';
import { type ReadOptions, readXml } from '../envelope/read-envelope.js';
import { charsetOf, isInParts, type MediaType, multipartType, RootPart } from './multipart.js';

const INCLUDE = '{http://www.w3.org/2004/08/xop/include}Include';

/**
 * Reads a message from the body of a request or an answer: the body itself, or the root part of one in parts. `handler` sees what stands in
 * the message; `options.onBytes` its bytes. Throws as `readXml` does, and `XmlError` (`multipart`) for parts that cannot be read.
 */
export async function readMessage(
  chunks: AsyncIterable<Uint8Array>,
  contentType: MediaType,
  handler: XmlHandler,
  options: Omit<ReadOptions, 'charset'>,
): Promise<void> {
  const type = multipartType(contentType);
  if (type === undefined) return readXml(chunks, handler, { ...options, charset: charsetOf(contentType) });
  const root = new RootPart(chunks, type);
  try {
    const charset = await root.open();
    await readXml(root.body(), handler, { ...options, charset: charset || undefined });
  } finally {
    await root.close();
  }
}

/** The handler of a message that may come in parts: one that points to another part is not read (XOP, section 2.1). */
export function refusingIncludes(contentType: MediaType, handler: XmlHandler): XmlHandler {
  if (!isInParts(contentType)) return handler;
  return {
    open: (name, attributes, reader) => {
      if (name.key === INCLUDE) {
        throw new XmlError(
          'multipart',
          'the message points to an attachment; its values belong in the XML itself',
          reader.line,
          reader.column,
        );
      }
      handler.open(name, attributes, reader);
    },
    text: (text, reader) => handler.text(text, reader),
    close: (reader) => handler.close(reader),
  };
}
