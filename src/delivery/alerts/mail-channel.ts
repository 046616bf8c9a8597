import { createTransport } from 'nodemailer';
import type { AlertChannel, NotTaken } from './alert-channel.js';
import type { AlertMessage } from './alert-message.js';
import { ALERT_LANGUAGES, type AlertLanguage, alertWords } from './alert-words.js';

export interface MailChannelOptions {
  /** `smtp://user:password@host:587`, or `smtps://`. */
  readonly smtp: string;
  readonly from: string;
  readonly to: readonly string[];
}

const HEADS: Readonly<Record<AlertLanguage, string>> = {
  nl: 'Er is iets met het doorsturen van resultaten:',
  en: 'There is something about results that go on to others:',
};
const TIMEOUTS = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 };

/** Mails alerts as plain text, in Dutch and English. A password only goes over TLS, except to this machine itself. */
export function mailChannel({ smtp, from, to }: MailChannelOptions): AlertChannel {
  const { hostname, port, protocol, username, password } = new URL(smtp);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host,
    secure,
    ...(port === '' ? {} : { port: Number(port) }),
    requireTLS: username !== '' && !isThisMachine(host),
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  const closing = new AbortController();
  // nodemailer has no way to give up what it is sending: it ends by its timeouts, and nobody waits for it any more.
  const givenUp = new Promise<NotTaken>((resolve) => closing.signal.addEventListener('abort', () => resolve({})));
  return {
    name: 'mail',
    send: (message) => {
      const sent = transport.sendMail({ from, to: [...to], ...mailOf(message) }).then(() => undefined, notTaken);
      return Promise.race([sent, givenUp]);
    },
    close: async () => {
      closing.abort();
      transport.close();
    },
  };
}

function mailOf({ id, at, alerts }: AlertMessage) {
  const targets = [...new Set(alerts.map(({ target }) => target))];
  const about = targets.length > 3 ? `${targets.length} doelen / targets` : targets.join(', ');
  const over = alerts.every(({ phase }) => phase === 'ended');
  const blocks = ALERT_LANGUAGES.map((language) =>
    [HEADS[language], ...alerts.map((alert) => `- ${alertWords(alert, language)}`)].join('\n\n'),
  );
  return {
    subject: `UWLR gateway: ${about}: ${over ? 'voorbij / over' : 'storing / trouble'}`,
    text: `${blocks.join('\n\n----\n\n')}\n`,
    date: at,
    messageId: `<${id}@uwlr-gateway>`,
    // So that nobody's automatic reply comes back (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

function notTaken(error: unknown): NotTaken {
  const status = (error as { readonly responseCode?: unknown }).responseCode;
  return { error, ...(typeof status === 'number' ? { status } : {}) };
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
