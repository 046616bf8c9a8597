// A server of npm's soap from our WSDL, as its manual shows it, that gives the pupils of invented schools: objects that lie in
// memory ready to be written. It looks at nothing but the BRIN, and checks nothing.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import soap from 'soap';
import { answerObject } from '../roster/answer-object.js';
import { inventedSchool } from '../roster/school.js';
import { beginToWatch, watched } from './watch.js';

const [wsdlFile, schools] = process.argv.slice(2);
const answers = new Map(JSON.parse(schools).map(([brin, school]) => [brin, answerObject(inventedSchool(school), brin)]));
const services = {
  LeerlinggegevensService: { prtLeerlinggegevensService: { HaalLeerlinggegevens: ({ brincode }) => answers.get(brincode) } },
};
const server = createServer((_request, response) => response.writeHead(404).end());

server.listen(0, '127.0.0.1', () => {
  soap.listen(server, { path: '/soap', services, xml: readFileSync(wsdlFile, 'utf8'), callback: () => undefined });
  process.on('message', (message) => {
    process.send(message === 'begin' ? { port: server.address().port, ...beginToWatch() } : watched());
  });
});
process.on('disconnect', () => process.exit(0));
