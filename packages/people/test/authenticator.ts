import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { MakePasskey, SignInByPasskey } from "@quire/protocol";

/** What an authenticator does otherwise than an honest one. */
export interface Quirk {
  /** Where the page says it is, and what it says it is doing. */
  readonly origin?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  /** The server that the authenticator takes it for. */
  readonly rpId?: string;
  /** Whether somebody touched it, and whether it knew them. */
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  readonly id?: string;
  /** Signed by another key. */
  readonly key?: KeyObject;
  readonly signature?: string;
}

/** A security key with room for one passkey, in software: ES256, WebAuthn level 3. It and its browser are as honest as they are told to be. */
export class Authenticator {
  readonly id = randomBytes(32);
  counter = 0;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #origin: string;
  #userHandle = "";

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Makes the passkey that is asked for. */
  create(options: string, quirk: Quirk = {}): MakePasskey {
    const asked = JSON.parse(options) as { challenge: string; rp: { id: string }; user: { id: string } };
    this.#userHandle = asked.user.id;
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    const id = quirk.id === undefined ? this.id : Buffer.from(quirk.id, "base64url");
    const cose = cbor(
      new Map<unknown, unknown>([
        ...([
          [1, 2],
          [3, -7],
          [-1, 1],
        ] as const),
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]),
    );
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const authData = Buffer.concat([
      this.#authenticatorData(asked.rp.id, quirk, 0x40),
      Buffer.alloc(16),
      length,
      id,
      cose,
    ]);
    const attestation = new Map<unknown, unknown>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return {
      name: "A key",
      id: id.toString("base64url"),
      clientData: this.#clientData("webauthn.create", asked.challenge, quirk).toString("base64url"),
      attestation: cbor(attestation).toString("base64url"),
      transports: ["usb"],
    };
  }

  /** Signs what is asked. */
  get(options: string, quirk: Quirk = {}): SignInByPasskey {
    const asked = JSON.parse(options) as { challenge: string; rpId: string };
    this.counter++;
    const authenticatorData = this.#authenticatorData(asked.rpId, quirk, 0);
    const clientData = this.#clientData("webauthn.get", asked.challenge, quirk);
    const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientData).digest()]);
    const signature = sign("sha256", signed, quirk.key ?? this.#keys.privateKey).toString("base64url");
    return {
      id: quirk.id ?? this.id.toString("base64url"),
      clientData: clientData.toString("base64url"),
      authenticatorData: authenticatorData.toString("base64url"),
      signature: quirk.signature ?? signature,
      userHandle: quirk.userHandle ?? this.#userHandle,
    };
  }

  #authenticatorData(rpId: string, quirk: Quirk, more: number): Buffer {
    const { isPresent = true, isVerified = true, counter = this.counter } = quirk;
    const data = Buffer.alloc(37);
    createHash("sha256")
      .update(quirk.rpId ?? rpId)
      .digest()
      .copy(data);
    data[32] = (isPresent ? 1 : 0) | (isVerified ? 4 : 0) | more;
    data.writeUInt32BE(counter, 33);
    return data;
  }

  #clientData(type: string, challenge: string, quirk: Quirk): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: quirk.type ?? type,
        challenge: quirk.challenge ?? challenge,
        origin: quirk.origin ?? this.#origin,
        crossOrigin: quirk.crossOrigin ?? false,
      }),
    );
  }
}

/** As much of CBOR (RFC 8949) as a passkey takes: whole numbers, texts, bytes and maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map)
    return Buffer.concat([head(5, value.size), ...[...value].flat().map((each) => cbor(each))]);
  throw new TypeError(`no passkey has a ${typeof value}`);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.of((major << 5) | count);
  return count < 256
    ? Buffer.of((major << 5) | 24, count)
    : Buffer.of((major << 5) | 25, count >> 8, count & 0xff);
}
