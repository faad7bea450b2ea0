import type { Key, Write } from "./commits.ts";
import type { Environment } from "./environment.ts";
import type { Used } from "./used.ts";

/** Writes that count a change, in the transaction of what changes. */
export interface Counted {
  readonly writes: readonly Write[];
  /** To be called when they are on disk, or will not be. */
  done(): void;
}

/** The key of all people together. */
const everybody = "all";

const nothing: Used = { documents: 0, files: 0, fileBytes: 0 };

/** What is counted, as a number that goes up when more is: a directory that was counted without it is counted again. */
const countedAs = 2;

type Databases = Pick<Environment, "usage" | "root" | "documents" | "files">;

/** Several as one. */
export function together(counted: readonly Counted[]): Counted {
  const done = (): void => {
    for (const count of counted) count.done();
  };
  return { writes: counted.flatMap(({ writes }) => writes), done };
}

/** What each person has, counted with every write: nobody looks through documents to know it. */
export class Usage {
  readonly #databases: Databases;
  /** What is counted and not on disk yet. */
  readonly #counting = new Map<string, { readonly used: Used; writes: number }>();

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  of(personId: string): Used {
    return this.#read(keyOf(personId));
  }

  /** What all people have together. */
  get ofAll(): Used {
    return this.#read(everybody);
  }

  #read(key: string): Used {
    return this.#counting.get(key)?.used ?? this.#databases.usage.get(key) ?? nothing;
  }

  /** Counts what a person has more, or less, of. */
  change(personId: string, { documents = 0, files = 0, fileBytes = 0 }: Partial<Used>): Counted {
    if (documents === 0 && files === 0 && fileBytes === 0) return { writes: [], done: () => undefined };
    const keys = [keyOf(personId), everybody];
    const writes = keys.map((key): Write => {
      const used = sumOf(this.#read(key), { documents, files, fileBytes });
      this.#counting.set(key, { used, writes: (this.#counting.get(key)?.writes ?? 0) + 1 });
      return { database: this.#databases.usage, key, value: used };
    });
    const done = (): void => {
      for (const key of keys) this.#forget(key);
    };
    return { writes, done };
  }

  /** What counts a directory that was written before all of this was counted; nothing for all others. */
  firstCount(bytesOf: (size: number) => number): Write[] {
    const { usage, root, documents, files } = this.#databases;
    if (root.get("counted") === countedAs) return [];
    const counted = new Map<Key, Used>([...usage.getKeys()].map((key) => [key, nothing]));
    const add = (personId: string, more: Partial<Used>): void => {
      for (const key of [keyOf(personId), everybody])
        counted.set(key, sumOf(counted.get(key) ?? nothing, more));
    };
    for (const { value } of documents.getRange())
      if (value.deletedAt === null) add(value.createdBy, { documents: 1 });
    for (const { value } of files.getRange())
      add(value.addedBy, { files: 1, fileBytes: bytesOf(value.size) });
    const writes = [...counted].map(([key, value]): Write => ({ database: usage, key, value }));
    return [...writes, { database: root, key: "counted", value: countedAs }];
  }

  #forget(key: string): void {
    const counting = this.#counting.get(key);
    if (counting === undefined) return;
    counting.writes--;
    if (counting.writes === 0) this.#counting.delete(key);
  }
}

/** Both together, of nothing less than none. */
function sumOf(before: Used, more: Partial<Used>): Used {
  const sum = (name: keyof Used): number => Math.max(0, before[name] + (more[name] ?? 0));
  return { documents: sum("documents"), files: sum("files"), fileBytes: sum("fileBytes") };
}

function keyOf(personId: string): string {
  return `person ${personId}`;
}
