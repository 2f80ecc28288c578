// Makes every way to the network of this process, and of the threads that it starts, an error that names itself.

import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

const denied = (what) => () => {
  process.stderr.write(`NETWORK: ${what}\n`);
  // Whoever tries again, and again, has told enough.
  if (process.env.OFFLINE_ENDS === '1') process.exit(99);
  throw new Error(`network denied: ${what}`);
};
net.connect = net.createConnection = denied('net.connect');
net.Socket.prototype.connect = denied('Socket.connect');
tls.connect = denied('tls.connect');
dgram.createSocket = denied('dgram.createSocket');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = denied(`dns.${name}`);
  dns.promises[name] = denied(`dns.promises.${name}`);
}
globalThis.fetch = denied('fetch');
syncBuiltinESMExports();
