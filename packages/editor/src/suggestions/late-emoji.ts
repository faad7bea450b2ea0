/** The emoji by their names: fetched when the first one is wanted, since nobody needs them to read or to write. */
export interface LateEmoji {
  /** Undefined until they are here. */
  readonly now: typeof import("./emoji.ts") | undefined;
  /** Null where they cannot be fetched. It is asked for again when they are wanted next. */
  load(): Promise<typeof import("./emoji.ts") | null>;
}

/** None yet. */
export function createLateEmoji(): LateEmoji {
  let now: LateEmoji["now"];
  return {
    get now() {
      return now;
    },
    load: async () => {
      try {
        now = await import("./emoji.ts");
        return now;
      } catch {
        return null; // what was typed stays what it is
      }
    },
  };
}
