// A server of npm's soap from our WSDL, as its manual shows it: reads a message into an object and confirms it. It does not
// validate, and keeps nothing.
import { createServer } from 'node:http';
import soap from 'soap';
import { wsdl } from '../paths.js';

const server = createServer((_request, response) => response.writeHead(404).end());
const services = { LeerresultatenService: { prtLeerresultatenService: { BrengLeerresultaten: () => ({}) } } };

server.listen(0, '127.0.0.1', () => {
  soap.listen(server, { path: '/soap', services, xml: wsdl(), callback: () => undefined });
  process.once('message', () => process.send({ port: server.address().port }));
});
process.on('disconnect', () => process.exit(0));
