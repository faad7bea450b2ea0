import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { node, root } from "../scripts/lib/workspace.mjs";
import { whileStill } from "./while-still.ts";

const script = path.join(root, "packages/server/test/children/tell-text.ts");

/** Where a server's data is. */
export interface ServerFiles {
  /** The data directory, as this process sees it. */
  readonly directory: string;
  /** The server, if it runs: it stands still while its files are copied. */
  readonly pid: number | undefined;
}

interface Answer {
  readonly number: number;
  readonly text?: string;
  readonly error?: string;
}

/**
 * Says what a document holds by the server's files alone. It takes a copy of them at the moment at which it is asked,
 * and a process of its own reads that: nothing of it is the server's word.
 */
export class Judge {
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, PromiseWithResolvers<string>>();
  #count = 0;
  #end = "disconnected";

  constructor() {
    this.#child = spawn(node, [script], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.#child.on("message", (answer: Answer) => this.#heard(answer));
    this.#child.on("exit", (code, signal) => {
      this.#end = String(signal ?? code);
      for (const { reject } of this.#asked.values()) reject(this.#hasGone());
    });
  }

  /** The text of the document as it is on the disk now; what happens after the call is not in it. */
  textOf(files: ServerFiles, documentId: string): Promise<string> {
    if (!this.#child.connected) return Promise.reject(this.#hasGone());
    const number = ++this.#count;
    const directory = copyOf(files);
    const answer = Promise.withResolvers<string>();
    this.#asked.set(number, answer);
    this.#child.send({ number, directory, documentId });
    return answer.promise.finally(() => rmSync(directory, { recursive: true }));
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #hasGone(): Error {
    return new Error(`the judge's process has ended (${this.#end})`);
  }

  #heard({ number, text, error }: Answer): void {
    const answer = this.#asked.get(number);
    this.#asked.delete(number);
    if (text === undefined) answer?.reject(new Error(`the server's files cannot be read: ${error}`));
    else answer?.resolve(text);
  }
}

/** A data directory with what is in this one now. */
function copyOf({ directory, pid }: ServerFiles): string {
  const copy = mkdtempSync(path.join(tmpdir(), "quire-judge-"));
  const take = () => copyFileSync(path.join(directory, "quire.mdb"), path.join(copy, "quire.mdb"));
  if (pid === undefined) take();
  else whileStill(pid, take);
  return copy;
}
