import { describe, expect, it } from "vitest";
import { type Attempt, Attempts } from "./attempts.ts";

const attempt: Attempt = {
  provider: "idp",
  state: "state",
  nonce: "nonce",
  verifier: "verifier",
  returnTo: "/",
  linkTo: null,
};

describe("B70 an attempt", () => {
  it("is opened once, by its state, until ten minutes are over", () => {
    let now = 0;
    const attempts = new Attempts(() => now);
    const sealed = attempts.seal(attempt);
    expect(attempts.take(sealed, null)).toBeUndefined();
    expect(attempts.take(sealed, "another")).toBeUndefined();
    expect(attempts.take(sealed, "state")).toEqual(attempt);
    expect(attempts.take(sealed, "state")).toBeUndefined();
    const late = attempts.seal({ ...attempt, state: "late" });
    now += 599_999;
    const later = attempts.seal({ ...attempt, state: "later" });
    expect(attempts.take(sealed, "state")).toBeUndefined();
    now += 1;
    expect(attempts.take(late, "late")).toBeUndefined();
    expect(attempts.take(later, "later")).toMatchObject({ state: "later" });
  });

  it("says nothing of itself, is never sealed alike, and is opened by no other process", () => {
    const attempts = new Attempts(() => 0);
    const sealed = [attempts.seal(attempt), attempts.seal(attempt)];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(Buffer.from(sealed[0]!, "base64url").toString("latin1")).not.toMatch(/verifier|state|idp/);
    expect(new Attempts(() => 0).take(sealed[0]!, "state")).toBeUndefined();
  });

  it("is remembered when it was used, among no more than ten thousand, and forgotten when it is over", () => {
    let now = 0;
    const attempts = new Attempts(() => now);
    const take = (state: string): boolean =>
      attempts.take(attempts.seal({ ...attempt, state }), state) !== undefined;
    for (let n = 0; n < 12_000; n++) take(`n${n}`);
    expect(attempts.spent).toBe(10_000);
    expect(take("n11999")).toBe(false);
    now += 10 * 60_000;
    expect(take("last")).toBe(true);
    expect(attempts.spent).toBe(1);
  });
});
