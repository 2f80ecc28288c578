import { keyIdOf } from '../../delivery-path/world.ts';
import { cancelKeyDeletion, enableKey } from './commands.ts';
import { keyInUse } from './key-in-use.ts';
import { type Plan, refuse, regionOf, statesOf, withEdit, writerCaution } from './plan.ts';

/** A key that is disabled or awaits its deletion, made usable again. What is gone, no command brings back. */
export function mendKeyState(plan: Plan): Plan {
  const used = keyInUse(plan);
  if (used === null || statesOf(plan)[used.link].state !== 'denied') return plan;
  if (used.obstacle !== null) return refuse(plan, used.link, used.obstacle);
  const { world } = plan;
  const name = keyIdOf(used.key) ?? used.key;
  const key = { key: used.key, region: regionOf(plan, plan.target.destinationBucket) };
  const edited = (description: string, diff: string, caution: string, command: () => string): Plan =>
    withEdit(
      plan,
      { kind: 'key-state', resource: used.key, description, document: null, replaces: null, diff: [diff], command },
      {
        world: {
          ...world,
          keyStates: new Map(world.keyStates).set(name, { state: 'known', value: 'Enabled', basis: 'event' }),
        },
        touched: [used.link],
        cautions: [caution, ...writerCaution(plan, 'key-state', 'state of the key')],
      },
    );
  switch (used.state) {
    case 'Disabled':
      return edited(
        'enable the key',
        '~ key state: Disabled -> Enabled',
        'the key may have been disabled on purpose: ask its owner',
        () => enableKey(key),
      );
    case 'PendingDeletion':
      return edited(
        'cancel the deletion of the key, which leaves it disabled, and enable it',
        '~ key state: PendingDeletion -> Enabled',
        'the key may have been given up on purpose: ask its owner; nothing brings it back once its waiting period has passed',
        () => cancelKeyDeletion(key),
      );
    case 'Unusable':
      return refuse(plan, used.link, 'its owner has to import it again, or the configuration has to name another key');
    case 'Enabled':
    case 'Deleted':
    case 'AwsManaged':
    case null:
      return plan;
    default:
      return used.state satisfies never;
  }
}
