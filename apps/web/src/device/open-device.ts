import {
  DeviceConnection,
  type KeptFile,
  LeftWords,
  noteOpenPage,
  type Operation,
  Outbox,
  platformIndexedDB,
  platformLocks,
  SaidRoles,
  type Session,
} from "@quire/client";
import type { Role } from "@quire/protocol";
import { readTitle } from "@quire/schema";
import { createApi } from "../api.ts";
import type { AppContext } from "../app-context.ts";
import { documentName } from "../document-name.ts";
import { type LibraryStore, libraryOf } from "../library-store.ts";
import { ownFetch } from "../own-fetch.ts";
import { deedWords } from "../words/en-deeds.ts";
import { deliver, perform, show } from "./deliver.ts";
import type { BroughtFile, ComingFile, Device, FileOnItsWay } from "./device.ts";
import { FilesOnDevice } from "./files-on-device.ts";
import { followDocument } from "./follow-document.ts";
import { keepListOnDevice } from "./list-on-device.ts";
import { withOperations } from "./operations.ts";
import { tellFile } from "./tell-file.ts";

/** What a page's device is opened with. */
type DeviceOptions = Pick<
  AppContext,
  "socketOrigin" | "late" | "api" | "messages" | "filesLeft" | "words" | "loadDocumentPage"
>;

/** How long the server may take for something that waits: a line that is dead must not hold up the next try. */
const answerMs = 30_000;

/** Opens what this device keeps for a page, and begins to send what waits. It is open for as long as the page is. */
export async function openDevice(options: DeviceOptions): Promise<Device> {
  const device = new OpenDevice(options);
  await device.open();
  return device;
}

class OpenDevice implements Device {
  readonly #options: DeviceOptions;
  readonly #library: LibraryStore;
  readonly #url: string;
  readonly #indexedDB = platformIndexedDB();
  readonly #connection = new DeviceConnection(this.#indexedDB, {
    onGone: () => void this.#files.open(),
    onLate: () => {
      void this.#look();
      this.#list.lookAgain();
    },
  });
  readonly #outbox: Outbox;
  readonly #files: FilesOnDevice;
  readonly #words: LeftWords;
  readonly #roles: SaidRoles;
  readonly #namesGiven = new Map<string, string>();
  readonly #list: ReturnType<typeof keepListOnDevice>;
  readonly #api = createApi((path, init) =>
    ownFetch(path, { ...init, signal: AbortSignal.timeout(answerMs) }),
  );

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.#library = libraryOf(options);
    this.#url = `${options.socketOrigin}/sync`;
    this.#roles = new SaidRoles(this.#connection, this.#url);
    const { filesLeft, messages, words } = options;
    // Where the words around it cannot be had.
    const tellWhy = (why: string) => () => messages.add({ weight: "failure", text: why });
    const library = this.#library;
    this.#outbox = new Outbox({
      connection: this.#connection,
      send: (operation) => deliver(this.#api, operation, library),
      onChange: () => {
        for (const operation of this.#outbox.waiting)
          if (operation.type === "rename") this.#namesGiven.set(operation.id, operation.title);
        library.arrange((documents) => withOperations(documents, this.#outbox.waiting));
        this.#files.wake();
        this.#words.wake();
      },
      onRefused: (operation, why) => void this.#tellRefused(operation, why).catch(tellWhy(why)),
    });
    this.#files = new FilesOnDevice({
      connection: this.#connection,
      url: this.#url,
      filesLeft,
      words,
      loadDocumentPage: options.loadDocumentPage,
      canSend: (id) => !this.#outbox.isMaking(id),
      onRefused: (file, why) => this.tellNotStored(file.fileName, why, file),
    });
    this.#words = new LeftWords({
      connection: this.#connection,
      url: this.#url,
      canSend: (id) => !this.#outbox.isMaking(id),
      send: async (id) => (await import("./send-left.ts")).sendLeft(this.#api, this.#url, id),
    });
    this.#list = keepListOnDevice({
      connection: this.#connection,
      roles: this.#roles,
      library,
      url: this.#url,
      onReached: () => this.wake(),
    });
  }

  /** A device that keeps nothing is no failure: all is done at the server then. */
  async open(): Promise<void> {
    const onReached = () => this.wake();
    window.addEventListener("online", onReached);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.wake();
    });
    this.#noteOpen();
    await this.#look();
  }

  async act(operation: Operation): Promise<void> {
    try {
      if (operation.type === "create") {
        const { writeFirstBlock } = await this.#options.loadDocumentPage();
        // A database that is silent is waited for here alone.
        await this.#connection.open();
        await writeFirstBlock(this.#url, this.#indexedDB, operation.id);
      }
      await this.#outbox.add(operation);
      this.lookHere();
    } catch {
      show(operation, await perform(this.#api, operation, false), this.#library);
    }
  }

  isMaking(id: string): boolean {
    return this.#outbox.isMaking(id);
  }

  roleIn(id: string): Promise<Role | undefined> {
    return this.#roles.read(id).catch(() => undefined);
  }

  noteRole({ id, ydoc }: Session, role: Role): void {
    // A device that keeps nothing opens nothing without the server either.
    void this.#roles.note(id, { role, title: readTitle(ydoc) }).catch(() => undefined);
  }

  made(id: string): Promise<void> {
    return this.#outbox.made(id);
  }

  nameGiven(id: string): string | undefined {
    return this.#namesGiven.get(id);
  }

  settled(id: string): Promise<void> {
    return this.#outbox.settled(id);
  }

  keepFile(file: BroughtFile): Promise<KeptFile | undefined> {
    return this.#files.keep(file);
  }

  bring(file: ComingFile): FileOnItsWay {
    return this.#files.bring(file);
  }

  tellNotStored(name: string, why: string, kept: KeptFile | undefined, alone?: File): void {
    tellFile(this.#options, { name, why, kept, alone });
  }

  isKept(address: string): boolean {
    return this.#files.isKept(address);
  }

  urlOf(address: string): Promise<string | undefined> {
    return this.#files.urlOf(address);
  }

  filesOf(documentId: string): Promise<readonly KeptFile[]> {
    return this.#files.of(documentId);
  }

  follow(session: Session, readTitle: () => string): () => void {
    return followDocument(session, this, this.#options, readTitle);
  }

  lookHere(): void {
    this.#list.lookHere();
  }

  wake(): void {
    this.#outbox.wake();
    this.#files.wake();
    this.#words.wake();
  }

  async #look(): Promise<void> {
    await Promise.allSettled([this.#outbox.open(), this.#files.open()]);
    this.#words.wake();
  }

  /** What could not be noted is missed only where a browser is killed. */
  #noteOpen(): void {
    const [indexedDB, locks] = [this.#indexedDB, platformLocks()];
    if (indexedDB === undefined || locks === undefined) return;
    noteOpenPage({ indexedDB, locks, page: window }).catch(() => undefined);
  }

  async #tellRefused(operation: Operation, why: string): Promise<void> {
    const { words, messages } = this.#options;
    const { uploads: late } = await words.loadTools();
    const listed = this.#library.known.find(({ id }) => id === operation.id);
    const title = "title" in operation ? operation.title : (listed?.title ?? "");
    const name = documentName(words, title);
    const said = {
      create: `${deedWords.notCreated} ${why} ${late.wordsKeptHere}`,
      rename: `${late.notNamed(name)} ${why}${title && ` ${late.nameKeptHere}`}`,
      move: `${deedWords.notMoved(name)} ${why}`,
      trash: `${deedWords.notDeleted(name)} ${why}`,
      restore: `${deedWords.notRestored(name)} ${why}`,
    };
    messages.add({ weight: "failure", text: said[operation.type], about: operation.id });
  }
}
