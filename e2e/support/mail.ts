import { type MailServer, startMailServer } from "../../trouble/mail-server.ts";
import { test as base, expect } from "./accounts.ts";

/** The same tests, of a server that sends mail. */
export const test = base.extend<object, { mail: MailServer }>({
  mail: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
    async ({}, use) => {
      const mail = await startMailServer();
      await use(mail);
      await mail.close();
    },
    { scope: "worker" },
  ],

  serverEnv: [
    async ({ mail }, use) =>
      use({
        QUIRE_ACCESS: "accounts",
        QUIRE_SMTP_URL: mail.url.replace("//", "//quire:the-password-of-the-mail@"),
        QUIRE_MAIL_FROM: "Quire <quire@example.org>",
      }),
    { scope: "worker" },
  ],
});

/** The address that the newest mail to somebody leads to, once there is one: at a page, if that is said. */
export async function linkMailedTo(email: string, { received }: MailServer, page = "/"): Promise<string> {
  const newest = () => received.findLast(({ to, body }) => to.includes(email) && body.includes(page))?.body;
  await expect.poll(newest).toMatch(/^http/m);
  return /^http\S+$/m.exec(newest() ?? "")?.[0] ?? "";
}
