import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/profile/settings.ts';

const SETTINGS = settingsOf('S3 Inventory');

describe('bucket settings', () => {
  it('that are documented as harmless are said to be', () => {
    expect(SETTINGS['public-access-block'].effect).toBe('harmless');
    expect(SETTINGS['ownership-controls'].effect).toBe('harmless');
  });

  it('each come with a reason and an AWS page', () => {
    for (const { reason, url } of Object.values(SETTINGS)) {
      expect(reason.length).toBeGreaterThan(20);
      expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});
