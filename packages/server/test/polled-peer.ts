import {
  decodeMessage,
  encodeFrames,
  encodeMessage,
  type Message,
  opcodes,
  readClose,
  readFrames,
} from "@quire/protocol";

/** A server's address, as tests have it. */
interface Reachable {
  readonly port: number;
}

/** A client on a line over HTTP that says and hears what a test wants, a request at a time. */
export class PolledPeer {
  readonly line: string;
  readonly #base: string;
  readonly #query: string;
  #bodies = 0;
  #answers = 0;
  /** All that was heard. */
  readonly heard: Message[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(base: string, query: string, line: string) {
    this.#base = base;
    this.#query = query;
    this.line = line;
  }

  /** Opens a line; answers with why not where the server would not. */
  static async open(
    { port }: Reachable,
    document: string,
    query = "as=ann",
  ): Promise<PolledPeer | { readonly code: number; readonly reason: string }> {
    const base = `http://127.0.0.1:${port}/api/lines`;
    const response = await fetch(`${base}?saved=1&${query}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ document }),
    });
    const opened = (await response.json()) as { line: string } | { code: number; reason: string };
    return "line" in opened ? new PolledPeer(base, query, opened.line) : opened;
  }

  /** The same, for a test that is about what comes after. */
  static async join(server: Reachable, document: string, query?: string): Promise<PolledPeer> {
    const opened = await PolledPeer.open(server, document, query);
    if (opened instanceof PolledPeer) return opened;
    throw new Error(`no line was opened: ${opened.code} ${opened.reason}`);
  }

  /** How many of the messages that it said are called saved. */
  get saved(): number {
    return this.heard.reduce((most, message) => (message.type === "saved" ? message.count : most), 0);
  }

  /** Says messages in one body. */
  async say(...messages: readonly Message[]): Promise<void> {
    const frames = messages.flatMap((message) => encodeFrames(encodeMessage(message)));
    const response = await this.send(this.#bodies + 1, Buffer.concat(frames));
    if (response.status !== 204) throw new Error(`it was not heard: ${await response.text()}`);
    this.#bodies++;
  }

  /** Sends a body of any number, whatever is in it. */
  send(number: number, body: Uint8Array<ArrayBuffer>, more: RequestInit = {}): Promise<Response> {
    const headers = { "content-type": "application/octet-stream" };
    return fetch(this.address(number), { method: "POST", headers, body, ...more });
  }

  /** Asks for an answer of any number. */
  ask(number: number, more: RequestInit = {}): Promise<Response> {
    return fetch(this.address(number), more);
  }

  address(number: number | string, query = this.#query): string {
    return `${this.#base}/${this.line}/${number}?${query}`;
  }

  /** Asks for the next answer, and hears it. */
  async listen(): Promise<void> {
    const response = await this.ask(this.#answers + 1);
    if (response.status !== 200) throw new Error(`nothing was answered: ${await response.text()}`);
    this.#answers++;
    this.hear(new Uint8Array(await response.arrayBuffer()));
  }

  /** Asks until it holds, or the line ends. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds() && this.closed === undefined) await this.listen();
  }

  /** Reads frames of an answer. */
  hear(bytes: Uint8Array): void {
    let parts: Uint8Array[] = [];
    for (const { opcode, isLast, payload } of readFrames(bytes)) {
      if (opcode === opcodes.close) this.closed = readClose(payload);
      if (opcode === opcodes.close || opcode === opcodes.ping) continue;
      parts.push(payload);
      if (!isLast) continue;
      this.heard.push(decodeMessage(Buffer.concat(parts)));
      parts = [];
    }
  }
}
