import { describe, expect, it } from 'vitest';
import {
  allowed,
  denied,
  LINKS,
  type Link,
  type LinkState,
  type LinkStates,
  type PathStep,
} from '../../src/delivery-path/link.ts';
import { createPath } from '../../src/delivery-path/path.ts';
import { callOf, seen } from '../timeline/made-evidence.ts';

function step(from: number | null, policy: LinkState): PathStep {
  const links: LinkStates = {
    'destination-bucket': OPEN,
    configuration: OPEN,
    'destination-policy': policy,
    'key-policy': OPEN,
    'key-state': OPEN,
    'default-encryption': OPEN,
    region: OPEN,
    rcp: OPEN,
  };
  const isFirst = from === null;
  const call = isFirst
    ? null
    : callOf(seen(new Date(from).toISOString(), { kind: 'delete-bucket-policy', bucket: 'acme-reports' }));
  const touched = new Set<Link>(isFirst ? LINKS : ['destination-policy']);
  return { from, call, links, touched, replaced: null, asTold: null, shown: new Set(), byClock: false };
}

const OPEN = allowed('open', 'event');
const SHUT = denied('explicit-deny', 'shut', 'event');
const path = createPath([step(null, OPEN), step(10, SHUT), step(20, SHUT), step(30, OPEN), step(40, SHUT)]);

describe('a path', () => {
  it('is in the state of the last step at or before a moment', () => {
    expect(path.at(9).from).toBeNull();
    expect(path.at(10).from).toBe(10);
    expect(path.at(39).from).toBe(30);
  });

  it('traces a denial to where its unbroken stretch began, not to its last rewrite', () => {
    expect(path.deniedSince('destination-policy', 25)?.step.from).toBe(10);
    expect(path.deniedSince('destination-policy', 45)?.step.from).toBe(40);
    expect(path.deniedSince('destination-policy', 35)).toBeNull();
  });

  it('tells what a denial followed: nothing, where it was denied from the start', () => {
    expect(path.deniedSince('destination-policy', 25)?.before?.from).toBeNull();
    expect(path.deniedSince('destination-policy', 45)?.before?.from).toBe(30);
    const ever = createPath([step(null, SHUT), step(10, SHUT)]).deniedSince('destination-policy', 15);
    expect(ever).toMatchObject({ step: { from: null }, before: null });
  });

  it('tells the steps that begin after one moment and not after another', () => {
    expect(path.between(10, 30).map(({ from }) => from)).toEqual([20, 30]);
    expect(path.between(10, 19)).toEqual([]);
    expect(path.between(30, 30)).toEqual([]);
  });

  it('knows what a call found and what it left', () => {
    const { call } = path.at(30);
    const around = call === null ? null : path.around(call);
    expect(around?.before.links['destination-policy'].state).toBe('denied');
    expect(around?.after.links['destination-policy'].state).toBe('allowed');
    expect(path.around(callOf(seen('2026-02-01T00:00:00Z', { kind: 'delete-bucket', bucket: 'b' })))).toBeNull();
  });

  it('finds the last step that touched a link', () => {
    expect(path.lastTouch('destination-policy', 39).from).toBe(30);
    expect(path.lastTouch('rcp', 39).from).toBeNull();
  });
});
