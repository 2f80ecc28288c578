import { formatInstant, type Instant } from '../../instant.ts';

/** `2026/02/09`, as log keys name a UTC day; in this form days sort as they follow each other. */
export function dayPath(instant: Instant): string {
  return formatInstant(instant).slice(0, 10).replaceAll('-', '/');
}

/** `2026-02-09-01-00-07`, as access-log keys name a second in UTC. */
export function secondName(instant: Instant): string {
  return formatInstant(instant).slice(0, 19).replace(/[T:]/g, '-');
}
