// Queries of ten thousand parameters for what anybody may ask, one after the other: long-queries.js URL ADDRESS [COUNT]
const [url, address, count = '4'] = process.argv.slice(2);
const query = Array.from({ length: 7500 }, (_, n) => n.toString(36)).join('&');
const headers = address === '-' ? {} : { 'x-forwarded-for': address };
const ask = async () => (await fetch(`${url}/api/v1/openapi.json?${query}`, { headers })).text();

await ask();
process.stdout.write('ready\n');
for (let n = 0; n < Number(count); n++) {
  (async () => {
    while (true) await ask().catch(() => undefined);
  })();
}
