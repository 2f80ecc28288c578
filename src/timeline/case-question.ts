import type { CaseOptions } from '../case/case.ts';
import type { DeliveryProfile } from '../profile/profile.ts';
import type { AsOf } from './as-of.ts';

/** What is asked: of which case, as far as anybody said, and of which moment. */
export interface CaseQuestion {
  readonly profile: DeliveryProfile;
  readonly case: CaseOptions;
  readonly asOf: AsOf;
}
