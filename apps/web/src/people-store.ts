import { cleanName, hueCount, type Person, picturePattern } from "@quire/protocol";
import type { Awareness } from "y-protocols/awareness";

/**
 * What somebody does here, the liveliest of their tabs. Their page says it; away is that nothing was heard of it for a
 * while: their line is slow, or lost.
 */
export type Activity = "editing" | "viewing" | "idle" | "away";

/** Someone who has the document open. */
export interface PresentPerson extends Person {
  readonly isMe: boolean;
  readonly activity: Activity;
}

/** Pages renew their awareness every 15 to 18 seconds: one that is later than this is not only late. */
export const awayAfterMs = 20_000;
/** Pages that nobody looks at are let run once a minute. */
const idleAwayAfterMs = 80_000;
/** How often somebody is looked for who went away: nothing tells it. */
const lookMs = 4_000;

/** Who is in the document, each person once, me first. */
export class PeopleStore {
  readonly #awareness: Awareness;
  readonly #getMe: () => Person | null;
  readonly #now: () => number;
  /** Who each state is from. A state that changed is another object: a caret that moves has its owner alone read anew. */
  readonly #persons = new WeakMap<object, Person | undefined>();
  #people: readonly PresentPerson[] = [];

  constructor(awareness: Awareness, getMe: () => Person | null, now: () => number = Date.now) {
    this.#awareness = awareness;
    this.#getMe = getMe;
    this.#now = now;
  }

  /** The same list until something in it changed. */
  readonly getSnapshot = (): readonly PresentPerson[] => {
    const people = readPeople(this.#awareness, this.#getMe(), this.#now(), this.#readPerson);
    if (!isSamePeople(people, this.#people)) this.#people = people;
    return this.#people;
  };

  readonly #readPerson = (state: unknown): Person | undefined => {
    if (typeof state !== "object" || state === null) return undefined;
    if (!this.#persons.has(state)) this.#persons.set(state, readPerson(state));
    return this.#persons.get(state);
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#awareness.on("update", listener);
    const timer = setInterval(listener, lookMs);
    return () => {
      this.#awareness.off("update", listener);
      clearInterval(timer);
    };
  };
}

/** Who the awareness says is here. What others' states hold may be anything: who cannot be read is left out. */
export function readPeople(
  awareness: Awareness,
  me: Person | null,
  now: number,
  read: (state: unknown) => Person | undefined = readPerson,
): readonly PresentPerson[] {
  const people = new Map<string, PresentPerson>();
  // What the server calls me now, also where another page of mine has changed it.
  const own = read(awareness.getLocalState());
  if (me !== null) people.set(me.id, { ...(own?.id === me.id ? own : me), isMe: true, activity: "viewing" });
  for (const [clientId, state] of awareness.states) {
    if (clientId === awareness.clientID) continue;
    const person = read(state);
    if (person === undefined || person.id === me?.id) continue;
    const heardAt = awareness.meta.get(clientId)?.lastUpdated ?? now;
    const activity = livelier(readActivity(state, now - heardAt), people.get(person.id)?.activity);
    people.set(person.id, { ...person, isMe: false, activity });
  }
  return [...people.values()];
}

const activities: readonly unknown[] = ["editing", "viewing", "idle", "away"] satisfies Activity[];

/** What a state says that its owner does. A client of another kind says nothing of it: who has a caret edits. */
function readActivity(state: unknown, silenceMs: number): Activity {
  const said = field(state, "activity");
  const isIdle = said === "idle";
  if (silenceMs > (isIdle ? idleAwayAfterMs : awayAfterMs)) return "away";
  if (isIdle || said === "editing" || said === "viewing") return said;
  return field(state, "cursor") ? "editing" : "viewing";
}

function livelier(some: Activity, other: Activity | undefined): Activity {
  return other !== undefined && activities.indexOf(other) < activities.indexOf(some) ? other : some;
}

/** Who an awareness state says it is from; undefined where that cannot be read. */
export function readPerson(state: unknown): Person | undefined {
  const user = field(state, "user");
  const [id, name, hue, isGuest, picture] = keys.map((key) => field(user, key));
  if (typeof id !== "string" || id === "" || id.length > maxIdLength) return undefined;
  if (typeof name !== "string" || typeof hue !== "number") return undefined;
  const shown = cleanName(name.slice(0, maxReadName));
  if (shown === undefined || !Number.isInteger(hue) || hue < 1 || hue > hueCount) return undefined;
  const hasPicture = typeof picture === "string" && pictureVersion.test(picture);
  return { id, name: shown, hue, ...(isGuest === true && { isGuest }), ...(hasPicture && { picture }) };
}

const keys = ["id", "name", "hue", "isGuest", "picture"];
const pictureVersion = new RegExp(picturePattern);

const maxIdLength = 128;
/** Characters of a name that are looked at: a megabyte of it costs no more. */
const maxReadName = 1_000;

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function isSamePeople(some: readonly PresentPerson[], others: readonly PresentPerson[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((one, index) => {
    const other = others[index];
    return (
      other !== undefined &&
      one.id === other.id &&
      one.name === other.name &&
      one.hue === other.hue &&
      one.isGuest === other.isGuest &&
      one.picture === other.picture &&
      one.isMe === other.isMe &&
      one.activity === other.activity
    );
  });
}
