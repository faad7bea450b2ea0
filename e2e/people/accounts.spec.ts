import { expect, test } from "../support/accounts.ts";

test("the owner that tests are given is signed in, and a stranger is nobody", async ({
  owner,
  documentOf,
  person,
  server,
}) => {
  const olga = await owner();
  const stranger = await person();
  const id = await documentOf(olga, { title: "Mine" });
  const status = async ({ context }: typeof stranger, path: string) =>
    (await context.request.get(`${server.url}${path}`)).status();
  expect(olga.account.standing).toBe("owner");
  expect(await status(olga, `/api/documents/${id}`)).toBe(200);
  expect(await status(stranger, `/api/documents/${id}`)).toBe(401);
});
