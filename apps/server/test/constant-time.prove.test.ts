import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { differenceOf, differsFrom } from "../../../trouble/welch.ts";
import { startWhole } from "./whole-server.ts";

it("threat A18 how much of the token for numbers is right, nobody knows as far as time tells", async () => {
  const token = randomBytes(24);
  const server = await startWhole({ metricsToken: token.toString("hex") });
  const t = await differenceOf("a token for numbers that is nearly right, and one that is not", (isOne) => {
    const [near, far] = [Buffer.from(token), randomBytes(24)];
    near[23]! ^= 1;
    const authorization = `Bearer ${(isOne ? near : far).toString("hex")}`;
    return async () => {
      const { statusCode } = await server.ask({ method: "GET", url: "/metrics", headers: { authorization } });
      if (statusCode !== 404) throw new Error(`it was ${statusCode}`);
    };
  });
  await server.remove();
  expect(Math.abs(t)).toBeLessThan(differsFrom);
});
