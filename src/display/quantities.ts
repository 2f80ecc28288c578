/** `1,234`: the same on every machine, whatever its locale. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 run`, `1,234 runs`; pass the plural where it is not an added `s`. */
export function counted(value: number, singular: string, plural: string = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}

/** `812 bytes`, `3.4 kB`, `1.2 GB` (powers of 1,000). */
export function byteSize(bytes: number): string {
  if (bytes < 999.5) return counted(Math.round(bytes), 'byte');
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** How long between two report times, roughly: `45 min`, `22 h 10 min`, `3 d 4 h`; null when either is missing. */
export function elapsed(from: string | null, to: string | null): string | null {
  if (from === null || to === null) return null;
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** Long foreign text cut for reading, and saying so; the JSON report has it whole. */
export function clipped(text: string, characters = 2_000): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters)} [and ${counted(text.length - characters, 'more character')}]`;
}

/** Seconds, roughly: `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-02-10 to 2026-02-12`; one name alone where both ends are the same. */
export function fromTo(first: string, last: string): string {
  return first === last ? first : `${first} to ${last}`;
}
