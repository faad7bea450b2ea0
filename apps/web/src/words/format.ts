/** Numbers, sizes and times as one language writes them. */
export interface Format {
  number(value: number): string;
  /** The form that the number takes, with the number in it where the form says `#`. */
  plural(value: number, forms: PluralForms): string;
  /** A time as people say it: "just now", "5 minutes ago", "Yesterday", "Tuesday", "2 November". */
  moment(time: number, now: number): string;
  /** A day: "2 November", with its year where that is another one than now. */
  date(time: number, now: number): string;
  /** A time in full, for a tooltip. */
  fullTime(time: number): string;
  /** A file's size, in kB, MB or GB of 1024, rounded up: what is over a limit looks so. */
  bytes(value: number): string;
  /** "Heron, Lynx and Otter". */
  list(items: readonly string[]): string;
}

/** The forms of a word that counts something. A language names those it has. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

const kibi = 1024;
const mebi = kibi * kibi;
const gibi = mebi * kibi;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How the language writes numbers and times. The time zone is the reader's own unless one is given. */
export function createFormat(locale: string, justNow: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const numbers = new Intl.NumberFormat(locale);
  const sizes = (unit: string, maximumFractionDigits: number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits });
  const kilobytes = sizes("kilobyte", 0);
  const megabytes = sizes("megabyte", 1);
  const gigabytes = sizes("gigabyte", 1);
  const rules = new Intl.PluralRules(locale);
  const ago = new Intl.RelativeTimeFormat(locale);
  const namedDay = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", ...zone });
  const thisYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", ...zone });
  const anyYear = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    ...zone,
  });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", ...zone });
  const lists = new Intl.ListFormat(locale);
  const calendarDay = calendar(timeZone);

  function moment(time: number, now: number): string {
    // Clocks of two machines differ a little: what lies ahead is now.
    const past = Math.max(0, now - time);
    if (past < minute) return justNow;
    if (past < hour) return ago.format(-Math.floor(past / minute), "minute");
    const today = calendarDay(now);
    const then = calendarDay(time);
    const days = Math.round((today.index - then.index) / day);
    if (days === 0) return ago.format(-Math.floor(past / hour), "hour");
    if (days === 1) return capitalise(namedDay.format(-1, "day"), locale);
    return days < 7 ? weekday.format(time) : date(time, now);
  }

  function date(time: number, now: number): string {
    return (calendarDay(now).year === calendarDay(time).year ? thisYear : anyYear).format(time);
  }

  return {
    number: (value) => numbers.format(value),
    plural: (value, forms) => (forms[rules.select(value)] ?? forms.other).replace("#", numbers.format(value)),
    moment,
    date,
    fullTime: (time) => full.format(time),
    bytes: (value) => {
      if (value < mebi) return kilobytes.format(Math.ceil(value / kibi));
      const [unit, one] = value < gibi ? [megabytes, mebi] : [gigabytes, gibi];
      return unit.format(Math.ceil((value / one) * 10) / 10);
    },
    list: (items) => lists.format(items),
  };
}

/** The day of a time as the zone counts it: its year, and an index that is one day's milliseconds apart from the next. */
function calendar(timeZone: string | undefined): (time: number) => { year: number; index: number } {
  const parts = new Intl.DateTimeFormat("en-u-ca-iso8601", {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return (time) => {
    const found = { year: 0, month: 1, day: 1 };
    for (const { type, value } of parts.formatToParts(time)) {
      if (type === "year" || type === "month" || type === "day") found[type] = Number(value);
    }
    return { year: found.year, index: Date.UTC(found.year, found.month - 1, found.day) };
  };
}

function capitalise(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
