import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isGrave } from '../../src/verify/problem.ts';
import { type Verification, verifyDirectory } from '../../src/verify/verify-directory.ts';
import { runs } from '../property-runs.ts';
import {
  listPublicKeys,
  type MadeObject,
  makeTrail,
  manifestOf,
  signDigest,
  signingKey,
  writeAt,
  writeObjects,
} from './trail.ts';

const key = signingKey();
const otherKey = signingKey();
const trail = makeTrail({ key, hours: 4 });
const all = [...trail.logs, ...trail.digests];

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Objects with keys and, on demand, a manifest that has the signatures. */
async function verified(objects: readonly MadeObject[], withManifest = false): Promise<Verification> {
  rmSync(directory, { recursive: true });
  writeAt(directory, 'list-public-keys.json', listPublicKeys([key]));
  writeObjects(directory, objects);
  if (withManifest) writeAt(directory, 'manifest.json', manifestOf(objects));
  return verifyDirectory(directory, null);
}

function kindsOf({ problems }: Verification): string[] {
  return problems.map(({ kind }) => kind);
}

function at<T>(list: readonly T[], index: number): T {
  const element = list.at(index);
  if (element === undefined) throw new Error(`nothing at ${index}`);
  return element;
}

/** The digest with members changed, and signed anew with its own key. */
function resigned(digest: MadeObject, members: Record<string, unknown>): MadeObject {
  const value = { ...JSON.parse(digest.bytes.toString()), ...members };
  const bytes = Buffer.from(JSON.stringify(value));
  const { digestEndTime, digestS3Object, previousDigestSignature } = value;
  return {
    key: digestS3Object,
    bytes,
    signature: signDigest(key, digestEndTime, digestS3Object, bytes, previousDigestSignature),
  };
}

describe('a whole chain', () => {
  it('verifies, but for the last digest, whose signature was not saved', async () => {
    const result = await verified(all);
    expect(result).toMatchObject({ ok: true, digests: { verified: 3, failed: 0, notVerifiable: 1 } });
    expect(result.logFiles).toEqual({ verified: 6, failed: 0, notVerifiable: 2 });
    expect(kindsOf(result)).toEqual(['no-signature']);
  });

  it('verifies wholly with the metadata of a collection', async () => {
    const result = await verified(all, true);
    expect(result.problems).toEqual([]);
    expect(result).toMatchObject({ ok: true, digests: { verified: 4 }, logFiles: { verified: 8 } });
  });

  it('verifies for any length and number of files, wherever they lie', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 3 }), async (hours, logsPerHour) => {
        const made = makeTrail({ key, hours, logsPerHour });
        const moved = [...made.logs, ...made.digests].map((object, index) => ({
          ...object,
          key: `${index % 3}/${object.key.slice(object.key.lastIndexOf('/') + 1)}`,
        }));
        const result = await verified(moved);
        expect(kindsOf(result)).toEqual(['no-signature']);
        expect(result.digests.verified).toBe(hours - 1);
      }),
      { numRuns: 8 },
    );
  });

  it('may begin in the middle', async () => {
    const result = await verified([...trail.logs, ...trail.digests.slice(1)]);
    expect(result.ok).toBe(true);
    expect(result.chains[0]).toMatchObject({ fromStart: false, trail: 'all_events', digests: 3 });
    expect(kindsOf(result)).toEqual(['log-not-covered', 'log-not-covered', 'no-signature']);
  });

  it('keeps trails, Regions, accounts and backfill digests apart', async () => {
    const made = [
      makeTrail({ key, hours: 2, region: 'eu-west-1' }),
      makeTrail({ key, hours: 3, account: '444455556666' }),
      makeTrail({ key, hours: 2, trail: 'second', logsPerHour: 0 }),
      makeTrail({ key, hours: 2, backfill: true, logsPerHour: 1 }),
    ];
    const result = await verified([...all, ...made.flatMap(({ logs, digests }) => [...logs, ...digests])], true);
    expect(result.problems).toEqual([]);
    expect(result.chains.map(({ digests, backfill }) => [digests, backfill])).toEqual([
      [2, false],
      [4, false],
      [2, true],
      [2, false],
      [3, false],
    ]);
  });

  it('takes a digest that lies there twice, compressed and plain, for one', async () => {
    const plain = at(trail.digests, 1);
    writeObjects(directory, all);
    writeAt(directory, 'list-public-keys.json', listPublicKeys([key]));
    writeAt(directory, `copy/${plain.key.replace(/\.gz$/, '')}`, plain.bytes);
    const result = await verifyDirectory(directory, null);
    expect(kindsOf(result)).toEqual(['no-signature']);
    expect(result.digests.verified).toBe(3);
  });
});

describe('every change is found', () => {
  it('of a single byte in any log file or digest', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, where, by) => {
        const target = which % all.length;
        const changed = all.map((object, index) => {
          if (index !== target) return object;
          const bytes = Buffer.from(object.bytes);
          const place = where % bytes.length;
          bytes[place] = (bytes[place] ?? 0) ^ by;
          return { ...object, bytes };
        });
        // The manifest is written over what lies there: it is the chain that has to find it.
        const result = await verified(changed, true);
        expect(result.ok).toBe(false);
        expect(result.collected?.failed).toBe(0);
      }),
      { numRuns: runs(20) },
    );
  });

  it('of a removed log file or a digest within the chain', async () => {
    for (const gone of [...trail.logs, ...trail.digests.slice(1, -1)]) {
      const result = await verified(all.filter((object) => object !== gone));
      expect([result.ok, kindsOf(result)[0]]).toEqual([
        false,
        gone.signature === null ? 'log-missing' : 'missing-digest',
      ]);
    }
  });

  it('of any file that the manifest tells of', async () => {
    for (const gone of all) {
      rmSync(directory, { recursive: true });
      writeObjects(
        directory,
        all.filter((object) => object !== gone),
      );
      writeAt(directory, 'manifest.json', manifestOf(all));
      const result = await verifyDirectory(directory, null);
      expect(result.problems).toContainEqual({
        kind: 'collected-file-missing',
        file: gone.key,
        from: null,
        to: null,
        detail: null,
      });
    }
  });

  it('of signatures that were swapped', async () => {
    const [first, second] = [at(trail.digests, 0), at(trail.digests, 3)];
    const swapped = all.map((object) => {
      if (object === first) return { ...first, signature: second.signature };
      return object === second ? { ...second, signature: first.signature } : object;
    });
    const result = await verified(swapped, true);
    expect(kindsOf(result).filter((kind) => kind === 'bad-signature')).toHaveLength(2);
  });

  it('of a chain that someone else signed', async () => {
    const forged = makeTrail({ key: { ...otherKey, fingerprint: key.fingerprint }, hours: 3 });
    const result = await verified([...forged.logs, ...forged.digests], true);
    expect(result).toMatchObject({ ok: false, digests: { verified: 0, failed: 3 }, logFiles: { verified: 0 } });
  });

  it('of a log file that was added', async () => {
    const [model] = trail.logs;
    const added = { ...at(trail.logs, 0), key: model?.key.replace(/_\w{16}\.json/, '_AAAAAAAAAAAAAAAA.json') ?? '' };
    expect(kindsOf(await verified([...all, added]))).toEqual(['log-unlisted', 'no-signature']);
  });

  it('of a digest of which there are two', async () => {
    const genuine = at(trail.digests, 1);
    const forged = resigned(genuine, { logFiles: [] });
    rmSync(directory, { recursive: true });
    writeObjects(directory, all);
    writeAt(directory, 'list-public-keys.json', listPublicKeys([key]));
    writeAt(directory, `a/${forged.key}`, gzipSync(forged.bytes));
    const result = await verifyDirectory(directory, null);
    expect(kindsOf(result)).toEqual(['digest-conflict', 'no-signature']);
    expect(result.problems[0]?.file).toBe(`a/${forged.key}`);
    expect(result.logFiles.verified).toBe(6);
  });

  it('of digests that name each other', async () => {
    const [a, b] = [at(trail.digests, 1), at(trail.digests, 2)];
    const circle = resigned(a, { previousDigestS3Object: b.key, previousDigestHashValue: null });
    const result = await verified([...trail.logs, circle, b]);
    expect(kindsOf(result)).toContain('digest-backwards');
    const itself = resigned(a, { previousDigestS3Object: a.key });
    expect(kindsOf(await verified([...trail.logs, itself]))).toContain('digest-backwards');
  });

  it('of two digests that follow the same one', async () => {
    const last = at(trail.digests, 3);
    const rival = resigned(last, {
      digestS3Object: last.key.replace('000131Z', '000132Z'),
      digestEndTime: '2026-02-11T00:01:32Z',
    });
    expect(kindsOf(await verified([...all, rival]))).toContain('digest-forked');
  });

  it('of a digest under the name of another object', async () => {
    const moved = { ...at(trail.digests, 1), key: at(trail.digests, 1).key.replace('220131Z', '220132Z') };
    const others = all.filter((object) => object !== at(trail.digests, 1));
    expect(kindsOf(await verified([...others, moved]))).toContain('digest-moved');
  });

  it('when the compressed bytes are damaged', async () => {
    await verified(all);
    writeAt(directory, at(trail.logs, 0).key, gzipSync(at(trail.logs, 0).bytes).subarray(0, 40));
    expect(kindsOf(await verifyDirectory(directory, null))[0]).toBe('log-unreadable');
    writeAt(directory, at(trail.digests, 3).key, gzipSync(at(trail.digests, 3).bytes).subarray(0, 40));
    expect(kindsOf(await verifyDirectory(directory, null))).toContain('digest-unreadable');
  });
});

describe('gaps', () => {
  it('are told from when to when', async () => {
    const result = await verified(
      all.filter((object) => object !== at(trail.digests, 1) && object !== at(trail.digests, 2)),
    );
    const [gap] = result.problems;
    expect(gap).toMatchObject({
      kind: 'missing-digest',
      from: Date.UTC(2026, 1, 10, 21, 1, 31),
      to: Date.UTC(2026, 1, 10, 23, 1, 31),
    });
  });

  it('also where the chain was begun anew', async () => {
    const members = ['S3Bucket', 'S3Object', 'HashValue', 'Signature'].map((member) => [
      `previousDigest${member}`,
      null,
    ]);
    const anew = resigned(at(trail.digests, 3), Object.fromEntries(members));
    const result = await verified([...trail.logs, ...trail.digests.slice(0, 2), anew], true);
    expect(kindsOf(result).filter((kind) => kind !== 'log-not-covered')).toEqual(['chain-restarted']);
  });

  it('in a chain that is whole', async () => {
    const late = resigned(at(trail.digests, 3), { digestStartTime: '2026-02-10T23:31:31Z' });
    expect(kindsOf(await verified([...all.slice(0, -1), late], true))).toContain('hours-not-covered');
  });
});

describe('what cannot be verified', () => {
  it('says which public key is missing, and does not pass', async () => {
    writeObjects(directory, all);
    writeAt(directory, 'list-public-keys.json', listPublicKeys([otherKey]));
    const result = await verifyDirectory(directory, null);
    expect(result).toMatchObject({
      ok: false,
      digests: { verified: 0, failed: 0, notVerifiable: 4 },
      logFiles: { verified: 0 },
    });
    expect(result.problems[0]).toMatchObject({ kind: 'no-public-key', detail: `fingerprint ${key.fingerprint}` });
  });

  it('does not excuse a digest that stands alone', async () => {
    const alone = makeTrail({ key, hours: 1 });
    const result = await verified([...alone.logs, ...alone.digests]);
    expect([result.ok, kindsOf(result)]).toEqual([false, ['unproven-digest']]);
  });

  it('does not take an algorithm that it does not know for verified', async () => {
    const strange = resigned(at(trail.digests, 3), { digestSignatureAlgorithm: 'none' });
    const result = await verified([...all.slice(0, -1), strange], true);
    expect(kindsOf(result)).toEqual(['unknown-algorithm']);
    expect(result.problems.every(isGrave)).toBe(true);
  });
});

describe('public keys of one’s own', () => {
  it('replace those of the directory, listed or as PEM', async () => {
    const forged = makeTrail({ key: otherKey, hours: 3 });
    writeObjects(directory, [...forged.logs, ...forged.digests]);
    writeAt(directory, 'list-public-keys.json', listPublicKeys([otherKey]));
    const file = `${directory}-keys`;
    writeAt('/', file, listPublicKeys([key]));
    expect((await verifyDirectory(directory, null)).ok).toBe(true);
    expect((await verifyDirectory(directory, file)).ok).toBe(false);
    const pem = `-----BEGIN RSA PUBLIC KEY-----\n${otherKey.der.toString('base64')}\n-----END RSA PUBLIC KEY-----\n`;
    writeAt('/', file, pem);
    expect((await verifyDirectory(directory, file)).ok).toBe(true);
    writeAt('/', file, '{"PublicKeyList": [{"Value": "AAAA"}]}');
    await expect(verifyDirectory(directory, file)).rejects.toMatchObject({ code: 'unreadable-input' });
    rmSync(file);
  });
});
