import * as encoding from "lib0/encoding";

/** Yjs' numbers for what an item holds. */
export const content = {
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  subdocument: 9,
} as const;

/** Yjs' numbers for shared types. */
export const type = { array: 0, map: 1, text: 2, element: 3, fragment: 4, hook: 5, xmlText: 6 } as const;

type Id = readonly [client: number, clock: number];

/** Where an item stands: beside others, or in a parent, a root by its name or a type by its id. */
export interface RawPlace {
  readonly origin?: Id;
  readonly rightOrigin?: Id;
  readonly parent?: string | Id;
  readonly key?: string;
}

/** Writes one struct. */
export type RawStruct = (encoder: encoding.Encoder) => void;

/** A collected run of `length` clocks. */
export const gc =
  (length: number): RawStruct =>
  (encoder) => {
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, length);
  };

export const skip =
  (length: number): RawStruct =>
  (encoder) => {
    encoding.writeUint8(encoder, 10);
    encoding.writeVarUint(encoder, length);
  };

/** An item whose content `write` writes, under one of the numbers of `content`. */
export const item =
  (place: RawPlace, ref: number, write: RawStruct): RawStruct =>
  (encoder) => {
    const { origin, rightOrigin, parent, key } = place;
    const flags = (origin ? 0x80 : 0) | (rightOrigin ? 0x40 : 0) | (key === undefined ? 0 : 0x20);
    encoding.writeUint8(encoder, ref | flags);
    for (const id of [origin, rightOrigin]) if (id !== undefined) writeId(encoder, id);
    if (origin === undefined && rightOrigin === undefined) {
      const isRoot = typeof parent === "string";
      encoding.writeVarUint(encoder, isRoot ? 1 : 0);
      if (isRoot) encoding.writeVarString(encoder, parent);
      else writeId(encoder, parent ?? [0, 0]);
      if (key !== undefined) encoding.writeVarString(encoder, key);
    }
    write(encoder);
  };

export const string = (place: RawPlace, text: string): RawStruct =>
  item(place, content.string, (encoder) => encoding.writeVarString(encoder, text));

export const deleted = (place: RawPlace, length: number): RawStruct =>
  item(place, content.deleted, (encoder) => encoding.writeVarUint(encoder, length));

export const format = (place: RawPlace, key: string, value: unknown): RawStruct =>
  item(place, content.format, (encoder) => {
    encoding.writeVarString(encoder, key);
    encoding.writeVarString(encoder, JSON.stringify(value));
  });

export const any = (place: RawPlace, ...values: readonly unknown[]): RawStruct =>
  item(place, content.any, (encoder) => {
    encoding.writeVarUint(encoder, values.length);
    for (const value of values) encoding.writeAny(encoder, value as null);
  });

export const element = (place: RawPlace, nodeName: string): RawStruct =>
  item(place, content.type, (encoder) => {
    encoding.writeVarUint(encoder, type.element);
    encoding.writeVarString(encoder, nodeName);
  });

/** A shared type that needs no name. */
export const shared = (place: RawPlace, ref: number): RawStruct =>
  item(place, content.type, (encoder) => encoding.writeVarUint(encoder, ref));

export interface RawSection {
  readonly client: number;
  readonly clock?: number;
  readonly structs: readonly RawStruct[];
  /** How many structs it says it has; as many as it has by itself. */
  readonly declared?: number;
}

export type RawDeletes = readonly (readonly [client: number, ...ranges: (readonly [number, number])[]])[];

/** An update's bytes, written down as told, true or not. */
export function rawUpdate(sections: readonly RawSection[], deletes: RawDeletes = []): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, sections.length);
  for (const { client, clock = 0, structs, declared = structs.length } of sections) {
    encoding.writeVarUint(encoder, declared);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    for (const write of structs) write(encoder);
  }
  encoding.writeVarUint(encoder, deletes.length);
  for (const [client, ...ranges] of deletes) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const [clock, length] of ranges) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
  return encoding.toUint8Array(encoder);
}

function writeId(encoder: encoding.Encoder, [client, clock]: Id): void {
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, clock);
}
