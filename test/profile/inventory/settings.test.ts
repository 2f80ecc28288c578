import { describe, expect, it } from 'vitest';
import { INVENTORY_SETTINGS } from '../../../src/profile/inventory/settings.ts';

describe('bucket settings', () => {
  it('that are documented as harmless are said to be', () => {
    expect(INVENTORY_SETTINGS['public-access-block'].effect).toBe('harmless');
    expect(INVENTORY_SETTINGS['ownership-controls'].effect).toBe('harmless');
  });

  it('each come with a reason and an AWS page', () => {
    for (const { reason, url } of Object.values(INVENTORY_SETTINGS)) {
      expect(reason.length).toBeGreaterThan(20);
      expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});
