import type { JsonObject } from '../../../json.ts';
import type { LifecycleRule } from '../../action.ts';
import { listOf, numberOf, objectOf, textOf, wordOf } from '../members.ts';

/**
 * The rules of a lifecycle configuration as PutBucketLifecycle carries it: `Rule` is an object when there
 * is one rule and an array when there are several; the prefix stands in `Filter`, in `Filter.And`, or (in
 * the older form) in the rule itself.
 *
 * A rule that asks for object tags expires no inventory report, since reports have no tags: its
 * `expirationDays` reads null. A fixed `Expiration.Date` is no age either.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html
 */
export function lifecycleRulesOf(configuration: JsonObject): readonly LifecycleRule[] {
  const rules: LifecycleRule[] = [];
  for (const item of listOf(configuration['Rule'] ?? configuration['Rules'])) {
    const rule = objectOf(item);
    if (rule !== null) {
      rules.push(ruleOf(rule));
    }
  }
  return rules;
}

function ruleOf(rule: JsonObject): LifecycleRule {
  const filter = objectOf(rule['Filter']);
  const and = objectOf(filter?.['And']);
  const asksForTags = [filter?.['Tag'], and?.['Tag'], and?.['Tags']].some((tag) => listOf(tag).length > 0);
  return {
    id: wordOf(rule['ID'] ?? rule['Id']),
    enabled: textOf(rule['Status'])?.toLowerCase() === 'enabled',
    prefix: wordOf(filter?.['Prefix']) ?? wordOf(and?.['Prefix']) ?? wordOf(rule['Prefix']) ?? '',
    expirationDays: asksForTags ? null : numberOf(objectOf(rule['Expiration'])?.['Days']),
  };
}
