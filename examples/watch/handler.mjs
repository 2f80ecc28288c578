// A Lambda function for changes as EventBridge tells them: where one stops a delivery, somebody hears of it minutes later, not
// when a report has been missing for two days. What decides is the state now, so that an event sent again after it was
// mended tells nobody; where that cannot be read, as where a policy locks out its readers, what the event itself holds.
//
// CASE: the delivery, as case.json tells it. TOPIC_ARN: the SNS topic.
import { checkEvent, checkLive } from 'inventory-forensics';
import { publish } from './publish.mjs';

/** Events that were told of. EventBridge sends an event at least once; a container that is new tells of it again. */
const told = new Set();

/** @returns {Promise<{ told: boolean, why: string }>} */
export async function handler(event) {
  const answer = await judge(event);
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return answer;
}

async function judge(event) {
  const named = JSON.parse(process.env.CASE ?? '{}');
  const first = await checkEvent(event, { cases: [named] });
  if (first.events.every(({ concerned }) => concerned === false)) return { told: false, why: first.summary };

  const now = await settingsNow(named);
  // With what AWS knows of the delivery it may show to be concerned, by its key for one.
  const completed = now === null ? first : await checkEvent(event, { cases: [now.case] });
  const after = [...completed.checks, ...first.checks];
  const report = now?.reports[0] ?? null;
  if (!isStopped(after, report)) return { told: false, why: report?.summary ?? first.summary };

  const ids = first.events
    .filter(({ concerned }) => concerned !== false)
    .map((one) => one.eventId ?? JSON.stringify(one));
  if (ids.every((id) => told.has(id))) return { told: false, why: 'it was told before' };
  await publish(
    process.env.TOPIC_ARN,
    messageOf(first.events, report?.decision === 'denied' ? report : after[0].check),
  );
  if (told.size > 1000) told.clear();
  for (const id of ids) told.add(id);
  return { told: true, why: (report ?? after[0].check).summary };
}

/** Whether something that the change is about is not met: now, or by the event alone where nobody knows what is now. */
function isStopped(after, now) {
  const statusIn = (report, id) => report?.requirements.find((one) => one.id === id)?.status ?? 'unknown';
  return after.some(({ about, check }) =>
    about.some((id) => {
      const status = statusIn(now, id);
      return (status === 'unknown' ? statusIn(check, id) : status) === 'fail';
    }),
  );
}

async function settingsNow(named) {
  try {
    return await checkLive(named);
  } catch (error) {
    process.stderr.write(`the settings in force could not be read: ${String(error)}\n`);
    return null;
  }
}

function messageOf(events, judged) {
  const { sourceBucket, destinationBucket } = judged.delivery;
  const changes = events
    .filter(({ concerned }) => concerned !== false)
    .map(
      ({ time, eventName, actor, eventId }) =>
        `${time} ${eventName}, credentials of ${actor ?? 'unknown'}, eventID ${eventId ?? 'unknown'}`,
    );
  const lines = [
    judged.summary,
    '',
    ...changes,
    ...(judged.remedy === null ? [] : ['', `To mend it: ${judged.remedy.description}.`, ...judged.remedy.diff]),
    '',
    'The whole answer, with the mended document: inventory-forensics check --live. Nothing was changed.',
  ];
  return {
    subject: `S3 Inventory delivery stopped: ${sourceBucket} to ${destinationBucket}`,
    text: lines.map(printable).join('\n'),
  };
}

/** Names and policies are somebody else's words: without control characters and what turns the direction of text. */
function printable(text) {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u${one.codePointAt(0).toString(16).padStart(4, '0')}`,
  );
}
