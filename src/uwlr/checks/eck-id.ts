const ECK_ID = /^https:\/\/ketenid\.nl\/(?:201703|pilot)\/[0-9a-f]{128}$/;
const PILOT = 'https://ketenid.nl/pilot/';

/** Whether a text has the form of an ECK iD (spec, section h). XSDs ask for no more than a length. */
export function isEckId(text: string): boolean {
  return ECK_ID.test(text);
}

/** Whether an ECK iD is one of the pilot environment: nobody's in real life. */
export function isPilotEckId(eckId: string): boolean {
  return eckId.startsWith(PILOT);
}
