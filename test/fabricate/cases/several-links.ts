import { iamUser } from '../caller.ts';
import { DESTINATION_ACCOUNT } from '../cast.ts';
import { disableKey, enableKey } from '../events/kms.ts';
import { putBucketPolicy, putInventoryConfiguration } from '../events/s3.ts';
import { configurationInEvent } from '../inventory.ts';
import { ALLOWING, change, DENYING } from './office-only.ts';
import { type Scenario, theme } from './scenario.ts';
import {
  CHANGE,
  encryptedStage,
  KEYS,
  REFUSALS,
  REFUSED_SIX_TIMES,
  refusals,
  SAMI,
  SILENT_FOR_FIVE_RUNS,
  stage,
} from './stage.ts';

const HELPER = iamUser(DESTINATION_ACCOUNT, 'ines.roth');

function setEnabled(time: string, enabled: boolean) {
  return putInventoryConfiguration({
    time,
    by: SAMI,
    id: 'daily-full',
    configuration: configurationInEvent({ enabled }),
  });
}

/** More than one link of the delivery path is broken. */
export const severalLinks: Scenario[] = theme('several-links', {
  'two-broken-links-name-the-first-and-list-the-other': {
    evidence: encryptedStage({
      events: [change, disableKey({ time: '2026-02-13T17:00:00Z', by: KEYS }), ...refusals()],
    }),
    expected: {
      story: 'The policy breaks first, the key two hours later; both are in force when the write is refused.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'explicit-deny', conditionKeys: ['aws:SourceIp'] },
          candidates: [
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T17:00:00Z', eventName: 'DisableKey', assessment: 'breaks' },
          ],
        },
      ],
      warnings: ['also-broken'],
    },
  },

  'the-first-of-two-breaks-mended-leaves-the-second': {
    evidence: encryptedStage({
      events: [
        disableKey({ time: '2026-02-13T12:10:00Z', by: KEYS }),
        enableKey({ time: '2026-02-13T14:00:00Z', by: KEYS }),
        change,
        ...refusals(),
      ],
    }),
    expected: {
      story: 'The key is disabled and enabled again before the policy breaks.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          candidates: [
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T12:10:00Z', eventName: 'DisableKey', assessment: 'breaks' },
            { time: '2026-02-13T14:00:00Z', eventName: 'EnableKey', assessment: 'restores' },
          ],
        },
      ],
      noWarnings: ['also-broken'],
    },
  },

  'the-second-break-is-the-culprit-when-the-first-was-mended-in-between': {
    evidence: encryptedStage({
      events: [
        change,
        disableKey({ time: '2026-02-13T17:00:00Z', by: KEYS }),
        putBucketPolicy({ time: '2026-02-13T19:00:00Z', by: HELPER, policy: ALLOWING }),
        ...refusals(),
      ],
    }),
    expected: {
      story:
        'The policy breaks and is mended the same evening, but meanwhile the key was disabled: the write fails on the key.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: '2026-02-13T17:00:00Z', eventName: 'DisableKey' },
          cause: { link: 'key-state', decision: 'disabled' },
          candidates: [
            { time: '2026-02-13T17:00:00Z', eventName: 'DisableKey', assessment: 'breaks' },
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
            { time: '2026-02-13T19:00:00Z', eventName: 'PutBucketPolicy', assessment: 'restores' },
          ],
        },
      ],
      noWarnings: ['also-broken'],
    },
  },

  'the-culprits-link-is-mended-but-another-still-denies': {
    evidence: encryptedStage({
      events: [
        change,
        ...refusals(),
        disableKey({ time: '2026-02-16T09:00:00Z', by: KEYS }),
        putBucketPolicy({ time: '2026-02-17T09:00:00Z', by: HELPER, policy: ALLOWING }),
      ],
    }),
    expected: {
      story: 'The policy is mended after three days; a key disabled in the meantime keeps the reports away.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          ...REFUSED_SIX_TIMES,
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketPolicy' },
          cause: { link: 'destination-policy', decision: 'explicit-deny', conditionKeys: ['aws:SourceIp'] },
          stillDenied: {
            change: { time: '2026-02-16T09:00:00Z', eventName: 'DisableKey' },
            cause: { link: 'key-state', decision: 'disabled' },
          },
        },
      ],
    },
  },

  'policy-and-configuration-both-stop-it': {
    evidence: stage({
      configuration: { enabled: false },
      events: [
        change,
        putInventoryConfiguration({
          time: '2026-02-13T17:00:00Z',
          by: SAMI,
          id: 'daily-full',
          configuration: configurationInEvent({ enabled: false }),
        }),
      ],
    }),
    expected: {
      story:
        'The policy breaks; an hour and a half later the configuration is disabled, before any run could begin: nothing was due.',
      outcome: 'stopped-by-configuration',
      exitCode: 0,
      incidents: [
        {
          ...SILENT_FOR_FIVE_RUNS,
          culprit: { time: '2026-02-13T17:00:00Z', eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'disabled', conditionKeys: [] },
          candidates: [
            { time: '2026-02-13T17:00:00Z', eventName: 'PutBucketInventoryConfiguration', assessment: 'breaks' },
            { time: CHANGE, eventName: 'PutBucketPolicy', assessment: 'breaks' },
          ],
        },
      ],
      warnings: ['also-broken'],
    },
  },

  'enabled-again-but-the-policy-denies-by-now': {
    evidence: stage({
      events: [
        setEnabled(CHANGE, false),
        putBucketPolicy({ time: '2026-02-15T09:00:00Z', by: HELPER, policy: DENYING }),
        setEnabled('2026-02-16T09:00:00Z', true),
        ...refusals(REFUSALS.slice(3)),
      ],
    }),
    expected: {
      story: 'Sami disables the configuration and enables it again; meanwhile the policy has come to deny.',
      outcome: 'broken',
      exitCode: 0,
      incidents: [
        {
          culprit: { confidence: 'proven', time: CHANGE, eventName: 'PutBucketInventoryConfiguration' },
          cause: { link: 'configuration', decision: 'disabled' },
          stillDenied: {
            change: { time: '2026-02-15T09:00:00Z', eventName: 'PutBucketPolicy' },
            cause: { link: 'destination-policy', decision: 'explicit-deny' },
          },
        },
      ],
    },
  },
});
