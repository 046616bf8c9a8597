import { connect } from 'node:net';
import { AnswerReader } from './answer-reader.js';

/**
 * One sender: sends a message, waits for its answer, sends the next, over one connection for as long as the server keeps it
 * open. It sends for a school of its own, so that the moments in its messages go up from one to the next.
 */
export class Connection {
  /** Moments of the messages that were confirmed, as milliseconds since 1970. */
  confirmed = [];
  #port;
  #request;
  #socket;
  #waiting;
  #last = 0;

  constructor(port, request) {
    this.#port = port;
    this.#request = request;
  }

  /** Sends the next message; resolves when it is confirmed, rejects on any other answer. */
  async send() {
    this.#last = Math.max(this.#last + 1, Date.now());
    const bytes = this.#request.at(this.#last);
    const answer = new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    this.#socket ??= this.#open();
    this.#socket.write(bytes);
    const { status, body, closes } = await answer;
    if (closes) this.close();
    if (status !== 200 || !body.includes('leerresultaten_bevestiging')) throw new Error(`not confirmed: HTTP ${status}, ${faultOf(body)}`);
    this.confirmed.push(this.#last);
  }

  close() {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open() {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    const reader = new AnswerReader((answer) => this.#waiting.resolve(answer));
    socket.setEncoding('latin1');
    // A socket that was left behind says nothing about the message that is under way on the next one.
    const lost = (error) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#waiting.reject(error);
    };
    socket.on('data', (chunk) => reader.push(chunk));
    socket.on('end', () => reader.end());
    socket.on('error', lost);
    socket.on('close', () => lost(new Error('the server closed the connection without an answer')));
    return socket;
  }
}

function faultOf(body) {
  return /<faultstring[^>]*>([^<]*)/.exec(body)?.[1] ?? 'no fault';
}
