import * as z from 'zod';
import { WARNING_MEANINGS, type WarningCode } from '../../src/verdict/warnings/codes.ts';
import type { ScenarioOptions } from './cases/scenario.ts';
import type { Expectation, ExpectedRefusal } from './expectation.ts';

/*
 * `expected.json` and `options.json` as they are read from disk. Every object is strict: a misspelt
 * key fails its case instead of comparing nothing.
 */

const actor = z.strictObject({
  type: z.string().nullable().optional(),
  arn: z.string().nullable().optional(),
  userName: z.string().nullable().optional(),
  sessionName: z.string().nullable().optional(),
  sourceIdentity: z.string().nullable().optional(),
  origin: z.string().nullable().optional(),
  tool: z.string().nullable().optional(),
  invokedBy: z.string().nullable().optional(),
  via: z.array(z.string()).optional(),
});

const changeShape = {
  time: z.string().optional(),
  eventName: z.string().optional(),
  eventId: z.string().nullable().optional(),
  operation: z.string().nullable().optional(),
  status: z.number().nullable().optional(),
  seenIn: z.array(z.enum(['cloudtrail', 'access-log'])).optional(),
  actor: actor.optional(),
};

const cause = z.strictObject({
  link: z.enum([
    'destination-policy',
    'key-policy',
    'key-state',
    'configuration',
    'destination-bucket',
    'default-encryption',
    'region',
    'rcp',
  ]),
  decision: z.enum([
    'explicit-deny',
    'implicit-deny',
    'disabled',
    'deleted',
    'moved',
    'rescheduled',
    'unusable-key',
    'unknown',
  ]),
  statement: z.strictObject({ sid: z.string().nullable(), index: z.number() }).nullable().optional(),
  conditionKeys: z.array(z.string()).optional(),
});

const confidence = z.enum(['proven', 'probable', 'possible']);

const culprit = z.strictObject({ confidence: oneOrSome(confidence).optional(), ...changeShape });

const run = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}Z$/);

const incident = z.strictObject({
  status: z.enum(['ongoing', 'recovered']).optional(),
  lastDelivery: run.nullable().optional(),
  firstMissedRun: run.nullable().optional(),
  lastMissedRun: run.nullable().optional(),
  missedRuns: z.number().optional(),
  nextDelivery: run.nullable().optional(),
  window: z
    .strictObject({ after: z.string().nullable().optional(), before: z.string().nullable().optional() })
    .optional(),
  deniedAttempts: z
    .strictObject({ count: z.number(), first: z.string().optional(), last: z.string().optional() })
    .nullable()
    .optional(),
  culprit: culprit.nullable().optional(),
  cause: cause.nullable().optional(),
  phases: z
    .array(
      z.strictObject({
        runs: z.strictObject({ first: run, last: run, count: z.number() }).optional(),
        culprit: culprit.nullable().optional(),
        cause: cause.nullable().optional(),
      }),
    )
    .optional(),
  restoredBy: z.strictObject(changeShape).nullable().optional(),
  alsoRefused: z.array(z.string()).optional(),
  stillDenied: z
    .strictObject({ change: z.strictObject(changeShape).nullable().optional(), cause })
    .nullable()
    .optional(),
  candidates: z
    .array(
      z.strictObject({
        ...changeShape,
        assessment: z.enum(['breaks', 'restores', 'no-effect', 'undetermined', 'failed']),
      }),
    )
    .optional(),
  remedy: z
    .strictObject({
      edits: z.array(
        z.strictObject({
          kind: z.enum(['bucket-policy', 'key-policy', 'inventory-configuration', 'default-encryption', 'key-state']),
          description: z.string().optional(),
          command: z.string().optional(),
        }),
      ),
      mendsPath: z.boolean(),
      remaining: z.array(z.string()).optional(),
      warnings: z.array(z.string()).optional(),
    })
    .nullable()
    .optional(),
  remedyWithheld: z.array(z.string()).optional(),
});

const outcome = z.enum([
  'delivering',
  'broken',
  'recovered',
  'stopped-by-configuration',
  'pending-first-delivery',
  'never-delivered',
  'indeterminate',
]);

/** `PutBucketPolicy@2026-02-09T09:12:00Z` */
const changeAt = z.string().regex(/^[A-Z][A-Za-z]+@\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);

const warningCode = z.enum(Object.keys(WARNING_MEANINGS) as WarningCode[]);

const expectation = z.strictObject({
  story: z.string().min(1),
  outcome: oneOrSome(outcome),
  case: z.record(z.string(), z.string().nullable()).optional(),
  inferred: z.array(z.string()).optional(),
  asOf: z
    .strictObject({ time: z.iso.datetime(), basis: z.enum(['given', 'clock', 'evidence', 'file-time']) })
    .optional(),
  policyChanges: z.array(z.string()).optional(),
  exitCode: z.union([z.literal(0), z.literal(3)]).optional(),
  incidents: z.array(incident).optional(),
  warnings: z.array(warningCode).optional(),
  noWarnings: z.array(warningCode).optional(),
  summarySays: z.array(z.string()).optional(),
  says: z.array(z.string()).optional(),
  neverSays: z.array(z.string()).optional(),
  commands: z.array(z.string()).optional(),
  notMissing: z.array(z.string()).optional(),
  mustNotAccuse: z.array(changeAt).optional(),
  atMost: z.record(z.union([z.literal('any'), changeAt]), confidence).optional(),
});

const refusal = z.strictObject({ story: z.string().min(1), refused: z.string().min(1) });

const options = z.strictObject({
  clock: z.iso.datetime().optional(),
  savedAt: z.iso.datetime().optional(),
  graceHours: z.number().positive().optional(),
  listingTimezone: z.string().optional(),
  failedExports: z.array(z.iso.date()).optional(),
});

/** @throws ZodError naming the key that is unknown or wrong */
export function parseExpectation(text: string): Expectation | ExpectedRefusal {
  const document: unknown = JSON.parse(text);
  if (typeof document === 'object' && document !== null && 'refused' in document) return refusal.parse(document);
  return expectation.parse(document) as Expectation;
}

/** @throws ZodError naming the key that is unknown or wrong */
export function parseOptions(text: string): ScenarioOptions {
  return options.parse(JSON.parse(text)) as ScenarioOptions;
}

/** In a list any of its members will do. */
function oneOrSome<T extends z.ZodType>(one: T) {
  return z.union([one, z.array(one).min(2)]);
}
