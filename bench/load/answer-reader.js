/** Reads the answers on one connection, one after the other: as much of HTTP/1.1 as the servers of the bench speak. */
export class AnswerReader {
  #text = '';
  #onAnswer;

  /** @param onAnswer gets `{ status, body, closes }` of every answer */
  constructor(onAnswer) {
    this.#onAnswer = onAnswer;
  }

  push(chunk) {
    this.#text += chunk;
    this.#look(false);
  }

  /** The server closed the connection: that ends an answer without a length. */
  end() {
    if (this.#text !== '') this.#look(true);
  }

  #look(ended) {
    const head = this.#text.indexOf('\r\n\r\n');
    if (head === -1) return;
    const headers = this.#text.slice(0, head).toLowerCase();
    const body = bodyOf(headers, this.#text.slice(head + 4), ended);
    if (body === undefined) return;
    this.#text = '';
    this.#onAnswer({ status: Number(headers.slice(9, 12)), body, closes: headers.includes('\r\nconnection: close') });
  }
}

/** The body, when all of it is there. Chunks are not taken apart: only what is in them is looked for. */
function bodyOf(headers, rest, ended) {
  const length = /\r\ncontent-length: *(\d+)/.exec(headers)?.[1];
  if (length !== undefined) return rest.length < Number(length) ? undefined : rest;
  if (headers.includes('\r\ntransfer-encoding: chunked')) return rest.endsWith('0\r\n\r\n') ? rest : undefined;
  return ended ? rest : undefined;
}
