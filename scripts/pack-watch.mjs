// Packs examples/watch for Lambda: the handler and all of the program that it needs, in one file, zipped. Needs no build.
//   node scripts/pack-watch.mjs [watch.zip]
import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';

const [target = 'watch.zip'] = process.argv.slice(2);
const { outputFiles } = await build({
  entryPoints: ['examples/watch/handler.mjs'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'],
  target: 'node22',
  alias: { 'inventory-forensics': './src/index.ts' },
  external: ['@duckdb/*', '@modelcontextprotocol/*', '@aws-sdk/signature-v4-crt', '@aws-sdk/signature-v4a'],
  minify: true,
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  legalComments: 'inline',
  logLevel: 'warning',
});
const zip = zipOf('index.mjs', Buffer.from(outputFiles[0].contents));
writeFileSync(target, zip);
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
process.stdout.write(`${target}: ${megabytes(zip.length)}, unpacked ${megabytes(outputFiles[0].contents.length)}\n`);

/** An archive of one file, always the same for the same content. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function zipOf(name, content) {
  const packed = deflateRawSync(content, { level: 9 });
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0); // version needed
  common.writeUInt16LE(8, 4); // deflate
  common.writeUInt16LE(0x21, 8); // 1 January 1980
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)]);
  const attributes = Buffer.alloc(14);
  attributes.writeUInt32LE((0o100644 << 16) >>> 0, 6); // for everybody to read
  const made = Buffer.from([20, 3]); // by a Unix
  const central = Buffer.concat([Buffer.from('PK\x01\x02'), made, common, attributes, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, central, end]);
}
