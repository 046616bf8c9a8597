// Ends with 0 when the gateway in this container can store messages (/readyz), otherwise with 1 and the reason.
import { request as http } from 'node:http';
import { request as https } from 'node:https';

const { UWLR_PORT: port = '8080', UWLR_TLS_CERT: certificate = '' } = process.env;
const options = { host: '127.0.0.1', port, path: '/readyz', timeout: 4000, headers: { connection: 'close' } };
// On the machine itself nobody can stand in between, and the certificate is for another name.
const ask = certificate === '' ? http(options) : https({ ...options, rejectUnauthorized: false });
ask.on('response', (response) => {
  response.pipe(process.stdout);
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
ask.on('timeout', () => ask.destroy(new Error('no answer within four seconds')));
ask.on('error', ({ message }) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
ask.end();
