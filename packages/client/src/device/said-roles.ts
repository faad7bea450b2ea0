import type { DocumentSummary, Role } from "@quire/protocol";
import type { DeviceConnection } from "./device-connection.ts";
import { KeptList } from "./kept-list.ts";
import { noteKept, noteRoles, readShelved } from "./shelf-store.ts";

/** What whoever has one server's documents here was last told that they may do in them. */
export class SaidRoles {
  readonly #connection: DeviceConnection;
  readonly #prefix: string;

  /** `url`: where the documents are, as a session is told: `wss://host/sync`. */
  constructor(connection: DeviceConnection, url: string) {
    this.#connection = connection;
    this.#prefix = `${url}/`;
  }

  /** Undefined where nothing was said. */
  async read(id: string): Promise<Role | undefined> {
    const shelved = await readShelved(await this.#connection.open(), this.#prefix + id);
    if (shelved?.role !== undefined) return shelved.role;
    const listed = await new KeptList(this.#connection).read();
    return listed.find((document) => document.id === id)?.role;
  }

  /** The document's own answer says so. */
  async note(id: string, facts: { readonly role: Role; readonly title: string }): Promise<void> {
    const database = await this.#connection.open();
    const name = this.#prefix + id;
    // How much it takes, which is put down as well, is read record by record.
    if ((await readShelved(database, name))?.role === facts.role) return;
    await noteKept(database, name, facts, Date.now());
  }

  /** The server's list says so. Of what is not on the shelf the list itself is kept. */
  async noteListed(documents: readonly DocumentSummary[]): Promise<void> {
    const said = documents.flatMap(({ id, role }) =>
      role === undefined ? [] : [[this.#prefix + id, role] as const],
    );
    await noteRoles(await this.#connection.open(), new Map(said));
  }
}
