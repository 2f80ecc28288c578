/** A form that people keep evidence in, known and not read. */
interface UnreadForm {
  /** What it is, as it is told, with what would make it readable. */
  readonly reason: string;
  /** Its first bytes, as Latin-1. */
  readonly magic?: string;
  /** A sign in its beginning. */
  readonly sign?: RegExp;
}

/**
 * Forms that are not read, each with the way out. What is none of them is told as no known kind of evidence.
 * `docs/evidence.md` has them as well.
 */
export const UNREAD_FORMS: Readonly<Record<string, UnreadForm>> = {
  'ORC file': {
    magic: 'ORC',
    reason: 'an ORC file: query its table with Athena and give the result, or list the bucket itself',
  },
  'Avro file': {
    magic: 'Obj\x01',
    reason: 'an Avro file: query its table with Athena and give the result',
  },
  'answer of the AWS CLI as a table': {
    sign: /^-{10,}\r?\n\|/,
    reason: 'an answer of the AWS CLI as a table, which loses what it holds: ask again with --output json',
  },
  'other answers of the AWS CLI as text': {
    sign: /^(?:INVENTORYCONFIGURATION(?:LIST)?|KEYMETADATA|EVENTSELECTORS|ADVANCEDEVENTSELECTORS|RULES|POLICYSTATUS|TRAILLIST|MESSAGES|RESULTSET|ROWS)\t/m,
    reason: 'an answer of the AWS CLI as text, whose columns shift: ask again with --output json',
  },
  'rows of an inventory as CSV, without LastModifiedDate': {
    sign: /^"[a-z0-9.-]{3,63}","[^"]{1,3072}",(?:"[^"]*",?)+\r?$/m,
    reason:
      'rows without a header, as of an S3 Inventory as CSV that does not tell when its objects came: list the bucket itself',
  },
  'symlink.txt of an inventory': {
    sign: /^s3:\/\/\S+\.(?:csv\.gz|orc|parquet)\s*$/m,
    reason: 'a symlink.txt of an inventory, which names files and holds none: give the manifests, or list the bucket',
  },
  'copy of a table in Markdown': {
    sign: /^\|.*\|\r?\n\|(?: ?:?-+:? ?\|)+\r?$/m,
    reason: 'a table in Markdown, which cuts what it holds: export the same as CSV or JSON',
  },
  'Excel or LibreOffice sheet': {
    magic: '\xd0\xcf\x11\xe0',
    reason: 'a sheet of Excel: save it as CSV in UTF-8',
  },
  'page of a browser': {
    sign: /^\s*<(?:!doctype html|html)/i,
    reason: 'a page of a browser: export from the console as CSV or JSON',
  },
  'load balancer log': {
    sign: /^(?:https?|h2|grpcs|wss?) \d{4}-\d\d-\d\dT\S+ app\//m,
    reason: 'a log of a load balancer: no request to S3 stands in it',
  },
  'CloudFront log': {
    sign: /^#Version: 1\.0\r?\n#Fields: /,
    reason: 'a log of CloudFront: no request to S3 that a delivery makes stands in it',
  },
  'VPC flow log': {
    sign: /^version account-id interface-id /,
    reason: 'a VPC flow log: no request stands in it, only addresses',
  },
};

/** Why a source of no known kind is not read; what it is, where that shows. */
export function whyUnread(head: Buffer, text: string): string {
  const beginning = text.slice(0, SEEN_CHARACTERS);
  const form = Object.values(UNREAD_FORMS).find(({ magic, sign }) =>
    magic === undefined ? sign?.test(beginning) === true : head.toString('latin1', 0, magic.length) === magic,
  );
  return form?.reason ?? 'no known kind of evidence';
}

const SEEN_CHARACTERS = 16 * 1024;
