import { decodeMessage, encodeMessage, type Message } from "@quire/protocol";

/** Where a socket is opened, and by whom. */
export interface Caller {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The subprotocols that it names. */
  readonly protocols?: readonly string[];
  /** The token that a provider of hocuspocus' says for its document. */
  readonly said?: string;
}

/** What came of it: that it was taken, or the code that the socket was closed with. */
export type Outcome = "taken" | number;

/** What the n-th writes: a character that nobody else writes. */
export function letter(n: number): string {
  return String.fromCodePoint(0x4e00 + n);
}

/** The message as the n-th says it: where it brings something, their letter. */
export function messageOf(type: Message["type"], n: number): Message {
  switch (type) {
    case "sync-step-1":
      return { type, stateVector: nothing };
    case "sync-step-2":
    case "update":
      return { type, update: titleOf(n) };
    case "awareness":
      return { type, update: presenceOf(n) };
    case "auth":
      return { type, reason: letter(n) };
    case "query-awareness":
      return { type };
    case "saved":
      return { type, count: 1 };
    case "remover":
      return { type, clientId: n };
    case "part":
      return { type, rest: n, bytes: Uint8Array.of(0) };
  }
}

/** What a message came to, and how its sender goes. */
export interface Said {
  readonly outcome: Outcome;
  /** Why it was closed, where it was. */
  readonly reason: string;
  end(): void;
}

/** Opens the document's socket and says the message. It was taken if a question behind it is answered. */
export async function say(caller: Caller, document: string, message: Message): Promise<Said> {
  const socket = open(caller, `/sync/${document}?saved=1`);
  const said = await new Promise<Omit<Said, "end">>((resolve) => {
    socket.addEventListener("open", () => {
      for (const each of [message, messageOf("sync-step-1", 0)]) socket.send(bytesOf(each));
    });
    socket.addEventListener("message", ({ data }) => {
      if (read(data).type === "sync-step-2") resolve({ outcome: "taken", reason: "" });
    });
    socket.addEventListener("close", ({ code, reason }) => resolve({ outcome: code, reason }));
  });
  return { ...said, end: () => socket.close() };
}

/** Somebody who is in the document and hears what is relayed there. */
export interface Onlooker {
  /** Resolves when somebody has written, or been seen, with the letter. */
  hears(letter: string): Promise<void>;
  /** All that was relayed up to now. */
  all(): Promise<string>;
}

/** Opens the document for somebody who only listens. */
export async function hear(caller: Caller, document: string): Promise<Onlooker> {
  const socket = open(caller, `/sync/${document}`);
  let heard = "";
  let wake = (): void => undefined;
  let answers = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = read(data);
    // What it asks for itself is no relayed word.
    if (message.type === "sync-step-2") answers++;
    else heard += Buffer.from(data as ArrayBuffer).toString();
    wake();
  });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const before = wake;
      wake = () => {
        before();
        resolve();
      };
      await promise;
    }
  };
  const ask = async (): Promise<void> => {
    const wanted = answers + 1;
    socket.send(bytesOf(messageOf("sync-step-1", 0)));
    await until(() => answers >= wanted);
  };
  await new Promise((resolve) => socket.addEventListener("open", resolve));
  await ask();
  return {
    hears: (one) => until(() => heard.includes(one)),
    async all() {
      await ask();
      socket.close();
      return heard;
    },
  };
}

/** All that a document holds, as whoever opens it now is sent it: the bytes of an update, read as text. */
export async function held(caller: Caller, document: string): Promise<string> {
  const socket = open(caller, `/sync/${document}`);
  socket.addEventListener("open", () => socket.send(bytesOf(messageOf("sync-step-1", 0))));
  const update = await new Promise<Uint8Array>((resolve) =>
    socket.addEventListener("message", ({ data }) => {
      const message = read(data);
      if (message.type === "sync-step-2") resolve(message.update);
    }),
  );
  socket.close();
  return Buffer.from(update).toString();
}

/** Opens the library's stream. */
export async function openEvents(caller: Caller, query = ""): Promise<Outcome> {
  const socket = open(caller, `/api/events${query}`);
  const outcome = await new Promise<Outcome>((resolve) => {
    socket.addEventListener("message", () => resolve("taken"));
    socket.addEventListener("close", ({ code }) => resolve(code));
  });
  socket.close();
  return outcome;
}

/** What a provider of hocuspocus' is told: what it may do in the document, or why nothing. */
export interface Told {
  readonly isIn: boolean;
  readonly word: string;
}

/** Asks for the document as a provider of hocuspocus' does. */
export async function openHocuspocus(caller: Caller, document: string, query = ""): Promise<Told> {
  const socket = open(caller, `/hocuspocus${query}`);
  const name = [document.length, ...Buffer.from(document)];
  const token = Buffer.from(caller.said ?? "");
  const word = [2, 0, ...varUint(token.length), ...token];
  socket.addEventListener("open", () => socket.send(Uint8Array.from([...name, ...word])));
  const answer = await new Promise<Uint8Array>((resolve) =>
    socket.addEventListener("message", ({ data }) => {
      const bytes = new Uint8Array(data as ArrayBuffer);
      if (bytes[name.length] === 2) resolve(bytes);
    }),
  );
  socket.close();
  const isIn = answer[name.length + 1] === 2;
  return { isIn, word: Buffer.from(answer.subarray(name.length + 3)).toString() };
}

/** A socket with the caller's headers. Node's own takes them, which the types of browsers do not know. */
function open({ port, headers, protocols = [] }: Caller, path: string): WebSocket {
  const more = { headers, protocols } as unknown as string[];
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, more);
  socket.binaryType = "arraybuffer";
  return socket;
}

function read(data: unknown): Message {
  return decodeMessage(new Uint8Array(data as ArrayBuffer));
}

function bytesOf(message: Message): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encodeMessage(message));
}

const nothing = Uint8Array.of(0);

/** An update of the n-th's client: a letter in the title, with nothing before it. */
function titleOf(n: number): Uint8Array {
  const [title, text] = [Buffer.from("title"), Buffer.from(letter(n))];
  // One client, one struct, from its first clock on: a string without neighbours, in a root.
  const struct = [4, 1, title.length, ...title, text.length, ...text];
  return Uint8Array.from([1, 1, ...varUint(n + 1), 0, ...struct, 0]);
}

/** Where the n-th is: nowhere, and their letter beside it. */
function presenceOf(n: number): Uint8Array {
  const state = Buffer.from(JSON.stringify({ cursor: null, letter: letter(n) }));
  return Uint8Array.from([1, ...varUint(n + 1), 1, ...varUint(state.length), ...state]);
}

function varUint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varUint(value >> 7)];
}
