import { type Answer, jsonAnswer, refuse } from './answer.ts';
import type { Asked } from './asked.ts';
import { pageOf } from './pages.ts';
import type { World } from './world.ts';

/**
 * Items of a resource, newest first.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
export function configHistory({ operation, input }: Asked, { configHistory: recorded }: World): Answer | null {
  if (operation !== 'GetResourceConfigHistory') return null;
  const refused = (code: string): Answer => refuse('config', { status: 400, code, message: 'Nothing is recorded' });
  if (recorded === undefined) return refused('NoAvailableConfigurationRecorderException');
  const items = recorded[String(input['resourceId'])];
  if (items === undefined) return refused('ResourceNotDiscoveredException');
  const { nextToken = null, ...same } = input as { readonly nextToken?: string; readonly limit?: number };
  const parameters = JSON.stringify(same);
  const page = pageOf(items, { parameters, token: nextToken, size: same.limit ?? 10, fault: null });
  if (page === null) return refused('InvalidNextTokenException');
  return jsonAnswer({ configurationItems: page.items, nextToken: page.next });
}
