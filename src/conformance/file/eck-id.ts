/** Form of an ECK iD, in production and in the pilot environment (spec h). */
const ECK_ID = /^https:\/\/ketenid\.nl\/(201703|pilot)\/[0-9a-f]{128}$/;

export function hasEckIdForm(text: string): boolean {
  return ECK_ID.test(text);
}

export function isOfPilot(eckid: string): boolean {
  return eckid.startsWith('https://ketenid.nl/pilot/');
}
