/** A time's day as a date field has it, where the reader is: "2026-12-01"; nothing for never. */
export function dayOf(time: number | null): string {
  if (time === null) return "";
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The last millisecond of a day, where the reader is: who reads "ends on 1 December" still has that day. Null for none. */
export function endOfDay(day: string): number | null {
  const match = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(day);
  if (match === null) return null;
  const [year, month, date] = match.slice(1).map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date + 1).getTime() - 1;
}
