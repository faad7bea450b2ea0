import { describe, expect, it } from "vitest";
import * as raw from "../../test/raw-update.ts";
import { ClientOwners } from "./client-owners.ts";
import { DocIndex } from "./doc-index.ts";
import { judge } from "./gate.ts";

/** A document's index and owners, told who brought what. */
class Ground {
  readonly index = new DocIndex();
  readonly owners = new ClientOwners();

  /** `personId` brings one letter of each of these clients, and says that they wrote it with `clientId`. */
  bring(personId: string, clientId: number, ...clients: number[]): void {
    const sections = clients
      .toSorted((a, b) => b - a)
      .map((client) => {
        const clock = this.index.clock(client);
        return { client, clock, structs: [raw.string({ parent: "title" }, "a")] };
      });
    const verdict = judge(raw.rawUpdate(sections), this.index, { schema: true });
    if (verdict.type !== "news") throw new Error(`it is ${verdict.type}`);
    this.owners.take(verdict.news, { personId, clientId }, this.index);
    this.index.take(verdict.news);
  }
}

describe("a client id", () => {
  it("G7 belongs to the person who brought it first and wrote with it", () => {
    const ground = new Ground();
    ground.bring("ann", 7, 7);
    ground.bring("bob", 7, 7);
    ground.bring("bob", 9, 7, 9);
    expect(Object.fromEntries(ground.owners.all())).toEqual({ 7: "ann", 9: "bob" });
  });

  it("G7 does not come to belong to who only carries it", () => {
    const ground = new Ground();
    ground.bring("bob", 9, 7, 9);
    expect(ground.owners.of(7)).toBeUndefined();
    // Nor to who comes second: it could be either's.
    ground.bring("ann", 7, 7);
    ground.bring("bob", 7, 7);
    expect(ground.owners.of(7)).toBeUndefined();
  });

  it("G7 comes to belong to who brought it without saying whose it is, and goes on with it", () => {
    const ground = new Ground();
    ground.bring("ann", 0, 7);
    expect(ground.owners.of(7)).toBeUndefined();
    ground.bring("ann", 7, 7);
    expect(ground.owners.of(7)).toBe("ann");
  });
});
