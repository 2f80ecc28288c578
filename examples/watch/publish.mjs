// Sends a message to an SNS topic with the credentials of the surroundings, as Lambda gives them, and nothing else.
// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac } from 'node:crypto';

/** @throws where SNS does not take it, so that the event comes again */
export async function publish(topicArn, { subject, text }) {
  const [, partition, , region] = topicArn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const endpoint = process.env.AWS_ENDPOINT_URL_SNS ?? `https://sns.${region}.${suffix}`;
  const body = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
    // Subjects are ASCII, of one line and less than 100 characters.
    Subject: subject.replace(/[^ -~]/g, '?').slice(0, 99),
    Message: text.slice(0, 100_000),
  }).toString();
  const url = new URL('/', endpoint);
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: signed(url.host, region, body, new Date(), process.env),
  });
  if (!response.ok) throw new Error(`SNS answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
}

/** The headers of a request that SNS takes for one of the credentials' own. */
export function signed(host, region, body, date, credentials) {
  const time = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const token = credentials.AWS_SESSION_TOKEN;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    host,
    'x-amz-date': time,
    ...(token === undefined || token === '' ? {} : { 'x-amz-security-token': token }),
  };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = ['POST', '/', '', lines.join(''), names, sha256(body)].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/sns/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce((last, part) => hmac(last, part), `AWS4${credentials.AWS_SECRET_ACCESS_KEY}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `${credentials.AWS_ACCESS_KEY_ID}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key, text) {
  return createHmac('sha256', key).update(text).digest();
}
