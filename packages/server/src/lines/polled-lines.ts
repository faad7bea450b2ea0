import { randomBytes } from "node:crypto";
import { CloseCode, type DocumentId, type Role } from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import { type Authorize, ask, type Grant } from "../access.ts";
import { fail } from "../errors.ts";
import { lastingRequest } from "../lasting-request.ts";
import { RenewalPace, tooManyRenewals } from "../renewal-pace.ts";
import type { Connection } from "../sync/connection.ts";
import type { Living } from "../sync/heart.ts";
import { tokenOf } from "../tokens/bearer.ts";
import type { Visit } from "../visits.ts";
import type { PolledSocket } from "./polled-socket.ts";

const secretBytes = 16;

/** A line that is open over HTTP, and whose it is. */
export interface PolledLine {
  readonly socket: PolledSocket;
  readonly connection: Connection;
  readonly documentId: DocumentId;
  /** With which it was opened. */
  readonly role: Role;
  readonly stay: Pick<Visit, "request" | "renew" | "current">;
}

/** One that is kept, and what its newer tokens come to. */
interface KeptLine extends PolledLine {
  readonly pace: RenewalPace;
  /** When the newest token ends. */
  until: number;
  /** The one before it. */
  replaced: string | undefined;
}

export interface PolledLinesOptions {
  readonly authorize: Authorize;
  /** How long what a line that was closed has to say waits for its client. */
  readonly patienceMs: number;
}

/**
 * The open lines over HTTP, by their ids. An id is a secret, and not enough: each request is asked who it is anew, and has to be
 * made by whom the line was opened for, while they may read the document.
 */
export class PolledLines implements Living {
  readonly #options: PolledLinesOptions;
  readonly #lines = new Map<string, KeptLine>();
  /** Since when the lines are closed that have not told it yet. */
  readonly #closing = new Map<PolledSocket, number>();

  constructor(options: PolledLinesOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#lines.size;
  }

  /** Keeps a line until it is closed. Answers with its id. */
  add(line: PolledLine): string {
    const id = randomBytes(secretBytes).toString("base64url");
    const { current } = line.stay;
    const until = "code" in current ? 0 : endOf(current);
    this.#lines.set(id, { ...line, pace: new RenewalPace(), until, replaced: undefined });
    line.socket.once("close", () => {
      this.#lines.delete(id);
      this.#closing.delete(line.socket);
    });
    return id;
  }

  /** The line of whoever asks. Throws QUIRE_ERR_LINE_NOT_FOUND where it is not there, or not theirs. */
  async find(id: string, request: FastifyRequest): Promise<PolledSocket> {
    const line = this.#lines.get(id);
    const isTheirs = line !== undefined && (await this.#admits(line, request));
    // It may have ended meanwhile.
    if (!isTheirs || this.#lines.get(id) !== line) throw fail("QUIRE_ERR_LINE_NOT_FOUND", {});
    return line.socket;
  }

  /** Lets go of lines that were closed, and whose clients did not come to hear it. */
  beat(now: number): void {
    for (const { socket } of this.#lines.values()) {
      if (socket.readyState === socket.OPEN) continue;
      const since = this.#closing.get(socket);
      if (since === undefined) this.#closing.set(socket, now);
      else if (now - since > this.#options.patienceMs) socket.terminate();
    }
  }

  /** Ends every line: those whose clients listen are told why. */
  closeAll(code: CloseCode, reason: string): void {
    for (const { socket } of this.#lines.values()) {
      socket.close(code, reason);
      socket.terminate();
    }
  }

  async #admits(line: KeptLine, request: FastifyRequest): Promise<boolean> {
    const { connection, documentId, role, stay } = line;
    // Made before the host thinks about it: who has gone by then has no address.
    const newer = bringsAnother(request, stay.request) ? lastingRequest(request) : undefined;
    const grant = await ask(this.#options.authorize, { request, documentId });
    if ("refused" in grant || grant.person.id !== connection.person.id) return false;
    if (newer !== undefined) renew(line, newer, endOf(grant));
    if (grant.role !== role)
      connection.dismiss(CloseCode.roleChanged, "your role changed: come back with the new one");
    return true;
  }
}

/**
 * Who is here is asked about by the newest token: the one that the line was opened with ends. Requests may overtake each other: a token
 * that ends before the newest does, or that this one replaced, is an older one that comes late.
 */
function renew(line: KeptLine, request: FastifyRequest, until: number): void {
  const { connection, stay, pace } = line;
  // It may have come by another request meanwhile.
  if (!bringsAnother(request, stay.request)) return;
  if (tokenOf(request) === line.replaced || until < line.until) return;
  if (pace.isTooMany()) return connection.close(tooManyRenewals.code, tooManyRenewals.reason);
  line.until = until;
  line.replaced = tokenOf(stay.request);
  stay.renew({ request });
}

/** Whether a request brings a token that the other does not. Who brings none says nothing new. */
function bringsAnother(request: FastifyRequest, other: FastifyRequest): boolean {
  const token = tokenOf(request);
  return token !== undefined && token !== tokenOf(other);
}

function endOf({ until = Number.POSITIVE_INFINITY }: Grant): number {
  return until;
}
