import { hash, randomBytes } from "node:crypto";
import { cleanName, hueCount, type Person } from "@quire/protocol";
import type { Authorize, Rename } from "@quire/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { animals } from "./animals.ts";

/** Who somebody is where nobody signs in: a secret in their browser's cookie, and a name. */
interface Guest {
  readonly secret: string;
  /** The name that they gave themselves. */
  readonly name: string | undefined;
}

/** The self-host server's answers in open access: whoever reaches it is somebody, and may do everything. */
export interface Guests {
  readonly authorize: Authorize;
  readonly rename: Rename;
  /** Gives whoever comes without a cookie one, so that they are the same person from here on. */
  readonly greet: (request: FastifyRequest, reply: FastifyReply) => void;
}

const secretBytes = 16;
/** Of each hue. */
const mostSpare = 64;

/** The longest that browsers keep a cookie. */
const cookieSeconds = 400 * 24 * 60 * 60;

/** Guests, by a cookie that only this server reads. Over https it is bound to this one host by its name. */
export function createGuests(isSecure: boolean): Guests {
  const cookie = isSecure ? "__Host-quire-guest" : "quire-guest";
  /** Who makes this request, so that it is one person's however often it is asked: a socket without a cookie, for one. */
  const guests = new WeakMap<FastifyRequest, Guest>();

  /** Those who come one after another have each another hue: a few who meet here are told apart by it. */
  let next = randomBytes(1).readUInt8();
  /** By hue, what was drawn when another was wanted: so each who comes costs about one draw, and many may come at once. */
  const spare = Array.from({ length: hueCount }, (): string[] => []);
  function newSecret(): string {
    const wanted = next++ % hueCount;
    for (;;) {
      const kept = spare[wanted]?.pop();
      if (kept !== undefined) return kept;
      const secret = randomBytes(secretBytes).toString("base64url");
      const others = spare[hueOf(digestOf(secret)) - 1];
      if (others !== undefined && others.length < mostSpare) others.push(secret);
    }
  }

  function guestOf(request: FastifyRequest): Guest {
    const known = guests.get(request) ?? readCookie(request.cookies[cookie]);
    const guest = known ?? { secret: newSecret(), name: undefined };
    guests.set(request, guest);
    return guest;
  }

  function keep(reply: FastifyReply, { secret, name }: Guest): void {
    const value = name === undefined ? secret : `${secret}.${Buffer.from(name).toString("base64url")}`;
    reply.setCookie(cookie, value, {
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure: isSecure,
      maxAge: cookieSeconds,
    });
  }

  return {
    authorize: (request) => ({ person: personOf(guestOf(request)), role: "own" }),
    rename(request, reply, name) {
      const guest = { ...guestOf(request), name };
      guests.set(request, guest);
      keep(reply, guest);
      return personOf(guest);
    },
    greet(request, reply) {
      if (readCookie(request.cookies[cookie]) === undefined) keep(reply, guestOf(request));
    },
  };
}

/** The guest as others see them. The id is a hash: it goes to everybody, and nobody becomes them by it. */
function personOf({ secret, name }: Guest): Person {
  const digest = digestOf(secret);
  return {
    id: `guest-${digest.subarray(0, 16).toString("base64url")}`,
    name: name ?? animals[digest.readUInt16BE(16) % animals.length] ?? animals[0],
    hue: hueOf(digest),
  };
}

function digestOf(secret: string): Buffer {
  return hash("sha256", `quire guest ${secret}`, "buffer");
}

function hueOf(digest: Buffer): number {
  return 1 + (digest.readUInt16BE(18) % hueCount);
}

/** A cookie's value is what a browser says: a secret of our form, and a name that may be anything. */
function readCookie(value: string | undefined): Guest | undefined {
  const [, secret, encoded] = /^([\w-]{22})(?:\.([\w-]{1,1000}))?$/.exec(value ?? "") ?? [];
  if (secret === undefined) return undefined;
  return { secret, name: encoded && cleanName(Buffer.from(encoded, "base64url").toString("utf8")) };
}
