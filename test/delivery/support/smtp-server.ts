import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** By name in small letters, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  /** Decoded. */
  readonly text: string;
}

export interface SmtpServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  /** When the next mail was taken. */
  readonly next: () => Promise<unknown>;
  /** How often somebody connected. */
  readonly calls: () => number;
  /** What clients said, outside mails. */
  readonly lines: readonly string[];
  /** What comes of mail from now on: `take` it, refuse it with a code, or hang up at its end. */
  answer: 'take' | 'hang-up' | number;
  readonly close: () => Promise<void>;
}

interface Hearing {
  readonly tell: () => unknown;
}

/** A mail server on this machine with the verbs that a client needs, without TLS and without passwords. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const mails: ReceivedMail[] = [];
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    void converse(socket, mails, lines, running);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const running: SmtpServer & Hearing = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    calls: () => calls,
    next: () => once(server, 'mail'),
    tell: () => server.emit('mail'),
    lines,
    answer: 'take',
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return running;
}

async function converse(socket: Socket, mails: ReceivedMail[], lines: string[], running: SmtpServer & Hearing): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let from = '';
  let to: string[] = [];
  let data: string[] | undefined;
  say('220 mail.school.example');
  for await (const line of createInterface({ input: socket })) {
    if (data !== undefined) {
      if (line !== '.') {
        data.push(line.replace(/^\./, ''));
        continue;
      }
      const how = running.answer;
      if (how === 'hang-up') {
        socket.destroy();
        return;
      }
      if (how === 'take') {
        mails.push(mailOf(from, to, data));
        running.tell();
      }
      say(how === 'take' ? '250 taken' : `${how} Sanne Proefkonijn is not welcome here`);
      data = undefined;
      continue;
    }
    lines.push(line);
    const [verb = ''] = line.toUpperCase().split(' ');
    if (verb === 'EHLO' || verb === 'HELO' || verb === 'RSET') say('250 mail.school.example');
    else if (verb === 'MAIL') {
      from = addressIn(line);
      to = [];
      say('250 ok');
    } else if (verb === 'RCPT') {
      to.push(addressIn(line));
      say('250 ok');
    } else if (verb === 'DATA') {
      data = [];
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('502 no');
  }
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function mailOf(from: string, to: readonly string[], lines: readonly string[]): ReceivedMail {
  const empty = lines.indexOf('');
  const head = lines
    .slice(0, empty)
    .join('\n')
    .replaceAll(/\n[ \t]+/g, ' ');
  const headers = new Map(
    head.split('\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = lines.slice(empty + 1).join('\n');
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  return {
    from,
    to,
    headers,
    text: encoding === 'quoted-printable' ? unquoted(body) : encoding === 'base64' ? Buffer.from(body, 'base64').toString() : body,
  };
}

function unquoted(text: string): string {
  const bytes = text
    .replaceAll(/=\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
