import { describe, expect, it } from "vitest";
import { readMail } from "./mail-config.ts";

const from = "quire@example.org";

describe("the settings of mail", () => {
  it.each([
    "smtp://mail.example.org",
    "smtp://127.0.0.1:25",
    "smtps://user:pass%25word@mail.example.org:465",
    "smtp://[::1]:2525/",
  ])("take %s", (url) => {
    expect(readMail(url, from)).toEqual({ url, from });
  });

  it("may be missing, both of them", () => {
    expect(readMail(undefined, undefined)).toBeUndefined();
    expect(() => readMail(undefined, from)).toThrow(/QUIRE_SMTP_URL only/);
    expect(() => readMail("smtp://mail.example.org", undefined)).toThrow(/QUIRE_MAIL_FROM is not set/);
  });

  it.each([
    "mail.example.org",
    "http://mail.example.org",
    "smtp://",
    "smtp://mail.example.org/path",
    "smtp://mail.example.org?x=1",
    "smtp://:hunter2@mail.example.org",
    "smtp://user:hunter2%@mail.example.org",
    "smtp://user:hunter2@mail.example.org/#x",
  ])("B9 refuse %s, and repeat no password", (url) => {
    const attempt = () => readMail(url, from);
    expect(attempt).toThrow(expect.objectContaining({ code: "QUIRE_ERR_CONFIG_INVALID" }));
    expect(attempt).toThrow(/smtps?:\/\//);
    expect(attempt).not.toThrow(/hunter2/);
  });

  it.each([
    "Quire",
    "quire@example.org, eve@evil.example",
    "Quire <quire@example.org>\r\nBcc: eve@evil.example",
    "<quire@example.org> <eve@evil.example>",
    '"a" <quire@example.org>',
    "quire @example.org",
  ])("threat D16 are from one address, which %j is not", (bad) => {
    expect(() => readMail("smtp://mail.example.org", bad)).toThrow(/as quire@example\.org/);
  });

  it("take a name in front of the address", () => {
    const named = "Quire at Example <quire@example.org>";
    expect(readMail("smtp://mail.example.org", named)?.from).toBe(named);
  });
});
