import { randomBytes } from "node:crypto";
import { CloseCode, type DocumentId, type Role } from "@quire/protocol";
import type { FastifyRequest } from "fastify";
import { type Authorize, ask } from "../access.ts";
import { fail } from "../errors.ts";
import type { Connection } from "../sync/connection.ts";
import type { Living } from "../sync/heart.ts";
import type { PolledSocket } from "./polled-socket.ts";

const secretBytes = 16;

/** A line that is open over HTTP, and whose it is. */
export interface PolledLine {
  readonly socket: PolledSocket;
  readonly connection: Connection;
  readonly documentId: DocumentId;
  /** With which it was opened. */
  readonly role: Role;
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
  readonly #lines = new Map<string, PolledLine>();
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
    this.#lines.set(id, line);
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

  async #admits({ connection, documentId, role }: PolledLine, request: FastifyRequest): Promise<boolean> {
    const grant = await ask(this.#options.authorize, { request, documentId });
    if ("refused" in grant || grant.person.id !== connection.person.id) return false;
    if (grant.role !== role)
      connection.dismiss(CloseCode.roleChanged, "your role changed: come back with the new one");
    return true;
  }
}
