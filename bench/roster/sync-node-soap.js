// A client of npm's soap from our WSDL, as its manual shows it: fetches a school and has it as an object. It checks nothing, and
// keeps nothing.
import soap from 'soap';
import { answerWithFetches } from './fetches.js';
import { AUT, AUTORISATIE, asked, OPERATION } from './question.js';

const [wsdlFile, endpoint] = process.argv.slice(2);
const client = await soap.createClientAsync(wsdlFile, {}, endpoint);
client.addSoapHeader({ autorisatie: AUTORISATIE }, '', 'aut', AUT);

answerWithFetches(async (school, year) => {
  const [answer] = await client[`${OPERATION}Async`](asked(school, year));
  return { pupils: answer.leerlinggegevens.leerlingen.leerling.length };
});
