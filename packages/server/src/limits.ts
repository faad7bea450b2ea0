import { fail } from "./errors.ts";

/** What one may take up, so that nobody takes up everything. Bounds on memory are no part of it: they always hold. */
export interface Limits {
  /** What a connection may send before it is read no further for a while. Four times as much at once. */
  readonly messagesPerSecond: number;
  /** Likewise, eight times as much at once. */
  readonly bytesPerSecond: number;
  readonly connectionsPerDocument: number;
  /** Tabs, devices and programs of one person: nobody fills a document alone. */
  readonly connectionsPerPersonAndDocument: number;
  readonly connectionsPerPerson: number;
  /** A school or an office may be one address. */
  readonly connectionsPerAddress: number;
}

const defaults: Limits = {
  messagesPerSecond: 100,
  bytesPerSecond: 1024 * 1024,
  // What those who move their carets cost grows with its square: 200 take a sixth of a core, 500 all of one.
  connectionsPerDocument: 200,
  connectionsPerPersonAndDocument: 20,
  connectionsPerPerson: 300,
  connectionsPerAddress: 1_000,
};

/** The limits with their defaults, undefined for none. Throws QUIRE_ERR_CONFIG_INVALID, naming the first that is wrong. */
export function checkLimits(given: Partial<Limits> | false, openRooms: boolean): Limits | undefined {
  if (given === false || openRooms) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name))
      throw invalid(name, value, `there is no such limit; there are ${Object.keys(defaults).join(", ")}`);
    if (!Number.isSafeInteger(value) || value < 1)
      throw invalid(name, value, "it must be a whole number, 1 or more");
  }
  return Object.freeze({ ...defaults, ...given });
}

function invalid(name: string, value: unknown, allowed: string): Error {
  return fail("QUIRE_ERR_CONFIG_INVALID", { name: `limits.${name}`, value: String(value), allowed });
}
