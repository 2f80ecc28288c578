import { type Answer, refuse, xmlAnswer } from './answer.ts';
import type { Asked } from './asked.ts';
import { pageOf } from './pages.ts';
import type { World } from './world.ts';
import { element, type XmlContent } from './xml.ts';

const XMLNS = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
const PAGE = 2;

/**
 * Stacks by what they made, and what they did, newest first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 */
export function stacks({ operation, input }: Asked, { stacks: known = [] }: World): Answer | null {
  const gone = (what: string) =>
    refuse('cloudformation', { status: 400, code: 'ValidationError', message: `Stack ${what} does not exist` });
  const answer = (members: XmlContent) =>
    xmlAnswer(element(`${operation}Response`, { [`${operation}Result`]: members }, XMLNS));
  if (operation === 'DescribeStackResources') {
    const id = String(input['PhysicalResourceId']);
    const stack = known.find(({ resources }) => resources.includes(id));
    if (stack === undefined) return gone(`for ${id}`);
    const member = stack.resources.map((PhysicalResourceId) => ({
      StackName: stack.name,
      StackId: stack.id,
      PhysicalResourceId,
    }));
    return answer({ StackResources: { member } });
  }
  if (operation !== 'DescribeStackEvents') return null;
  const { NextToken = null, ...same } = input as { readonly NextToken?: string };
  const stack = known.find(({ name, id }) => [name, id].includes(String(input['StackName'])));
  if (stack === undefined) return gone(`[${input['StackName']}]`);
  const page = pageOf(stack.events, { parameters: JSON.stringify(same), token: NextToken, size: PAGE, fault: null });
  if (page === null) return gone('of that token');
  return answer({ StackEvents: { member: page.items }, NextToken: page.next });
}
