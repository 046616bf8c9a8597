import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** An open connection, and what is going on over it. */
export class Connection {
  /** Somebody proved over it who it is. */
  proven = false;
  /** The answer that is being made or sent. */
  answering: ServerResponse | undefined;
  /** Told when that answer has gone, or never will: one for all answers of the connection. */
  answered: (() => void) | undefined;
  /** Requests that came before that answer was sent, each to be begun in its turn. */
  readonly waiting: (() => void)[] = [];
  /** It was kept from being read for once, because requests waited. */
  held = false;
  /** What came behind its last request is none: it closes once the answers to those before have gone. */
  ending = false;

  constructor(
    /** Of TLS once the handshake is done. */
    public socket: Socket,
    /** What its address is counted by; the empty text for all of whom the address says nothing. */
    readonly origin: string,
  ) {}

  close(): void {
    this.socket.destroy();
  }
}
