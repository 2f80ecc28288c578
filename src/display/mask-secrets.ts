/** Whether what would let its reader in is shown: only where somebody asks for it by name. */
export type Secrets = 'masked' | 'shown';

/**
 * Takes out of text what lets whoever reads it act as somebody else: signatures of presigned requests and the keys they
 * were made with, session tokens, secret access keys, the keys of SSE-C. It goes by their names, in URLs, headers, JSON
 * (JSON inside of JSON too), YAML and the rows of Athena, however their `=` is encoded. The scope of a credential stays,
 * as do the access key ids by which sessions are followed.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html (version 2),
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export function maskSecrets(text: string): string {
  if (!mayNameSecret(text)) return text;
  return FORMS.reduce((masked, form) => masked.replace(form, `$1${MASK}`), text);
}

/** The same of a value that stands alone under a name of its own, as in a row of a table, a token without a name included. */
export function maskValue(name: string, value: string): string {
  return WHOLE_NAME.test(name) ? MASK : maskSecrets(value).replace(SESSION_TOKEN, MASK);
}

/** Whether a second look is worth its time: nearly no text of a log has any of these. */
export function mayNameSecret(text: string): boolean {
  return HINT.test(text);
}

const MASK = '[masked]';

const HINT = /ignature|oken|ecret|redential|customer(?:-|%(?:25)*2D)?key|awsaccesskeyid|assertion/i;

/** Names of what is secret wherever it stands. */
const SECRETS = [
  'x-amz-signature',
  'x-amz-security-token',
  'server-side-encryption-customer-key(?:-md5)?',
  'ssecustomerkey(?:md5)?',
  '(?:session|security)_?token',
  'secret_?access_?key',
  // Not `subjectFromWebIdentityToken`, which says who the federated caller is.
  '(?<!from)web_?identity_?token',
  'saml_?assertion',
]
  .join('|')
  .replaceAll('-', '(?:-|%(?:25)*2D)');
/** Words besides: secret in a URL, in a header, and as a member of JSON. */
const ASSIGNED = `${SECRETS}|signature|awsaccesskeyid`;
/** What follows the id of the access key is no secret. */
const SCOPED = 'x(?:-|%(?:25)*2D)amz(?:-|%(?:25)*2D)credential';

const EQUALS = '(?:=|%(?:25)*3D|\\\\+u003d)';
/** A quote as it stands in JSON, and in JSON inside of that; between a member and its value, which may be a list of one. */
const QUOTE = '\\\\*["\']';
const OF_MEMBER = `${QUOTE}\\s*[:=]\\s*(?:\\[\\s*)?${QUOTE}`;
const QUOTED = '(?:[^"\'\\\\]|\\\\+[^"\'\\\\])+';
/** To what ends a value in a URL, also one inside of another, in a header, in YAML and in a row of Athena. */
const BARE = '(?:(?!%(?:25)*26)[^\\s"\'\\\\&,;<>(){}[\\]|]|\\\\+/)+';

const FORMS: readonly RegExp[] = [
  `((?:${ASSIGNED})${OF_MEMBER})${QUOTED}`,
  `((?:${ASSIGNED})${EQUALS})${BARE}`,
  `((?:${SECRETS}):\\s*["']?)${BARE}`,
  `(${SCOPED}(?:${EQUALS}|${OF_MEMBER}))[a-z0-9]+`,
].map((form) => new RegExp(form, 'gi'));

const WHOLE_NAME = new RegExp(`^(?:x-amz-)?(?:${ASSIGNED})$`, 'i');

/** How the tokens of AWS STS begin, in Base64; AWS promises no form, so that names come first. */
const SESSION_TOKEN = /(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz|AQoDYXdz)[A-Za-z0-9+/=%_-]{20,}/g;
