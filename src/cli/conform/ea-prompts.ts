import { createInterface, type Interface } from 'node:readline';
import type { Listening } from '../../conformance/ea/run-ea.js';
import type { ScriptEvents } from '../../conformance/ea/script.js';
import type { Language } from '../../conformance/report/language.js';
import { note } from '../terminal/print.js';

const REFUSED: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  credentials: {
    en: 'A request was refused: its klantcode, klantnaam or autorisatiesleutel is another one.',
    nl: 'Een verzoek is geweigerd: de klantcode, klantnaam of autorisatiesleutel is een andere.',
  },
  school: { en: 'A request was refused: it is about another school.', nl: 'Een verzoek is geweigerd: het gaat over een andere school.' },
  version: {
    en: 'A request was refused: its xsdversie is not spoken here.',
    nl: 'Een verzoek is geweigerd: de xsdversie wordt hier niet gesproken.',
  },
  unreadable: {
    en: 'A request was refused: it is no message of UWLR in SOAP 1.1.',
    nl: 'Een verzoek is geweigerd: het is geen bericht van UWLR in SOAP 1.1.',
  },
};

const WORDS = {
  en: {
    listening: (at: Listening) => `Pupil data at ${at.endpoint}, results at ${at.resultsEndpoint} (?wsdl describes them).`,
    now: 'Now',
    left: (count: number) => `${count} to go`,
    skip: 'Enter leaves it out.',
    watching: 'Looking whether it is repeated.',
  },
  nl: {
    listening: (at: Listening) => `Leerlinggegevens op ${at.endpoint}, resultaten op ${at.resultsEndpoint} (?wsdl beschrijft ze).`,
    now: 'Nu',
    left: (count: number) => `nog ${count}`,
    skip: 'Enter slaat dit over.',
    watching: 'Er wordt gekeken of het wordt herhaald.',
  },
} as const;

/** Tells the person at the client what to do next, on standard error, and leaves out a step at Enter. */
export class EaPrompts {
  #lines: Interface | undefined;

  constructor(private readonly options: { readonly language: Language; readonly unattended: boolean }) {}

  begin(listening: Listening): void {
    note(WORDS[this.options.language].listening(listening));
    if (this.options.unattended || !process.stdin.isTTY) return;
    this.#lines = createInterface({ input: process.stdin });
    this.#lines.on('line', () => listening.skip());
    // A terminal that readline listens to turns Ctrl-C into an event.
    this.#lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  }

  get events(): ScriptEvents {
    const { language, unattended } = this.options;
    const words = WORDS[language];
    return {
      waiting: (step, left) => {
        if (!unattended) note(`${words.now}: ${step[language]} (${words.left(left)}).${process.stdin.isTTY ? ` ${words.skip}` : ''}`);
      },
      reached: (_step, watching) => {
        if (!unattended && watching) note(words.watching);
      },
      refused: (refusal) => note(REFUSED[refusal]?.[language] ?? ''),
    };
  }

  end(): void {
    this.#lines?.close();
  }
}
