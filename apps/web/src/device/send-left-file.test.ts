import type { KeptFile, Session, SessionStatus } from "@quire/client";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { createEnglish } from "../words/en.ts";
import { LeftFileSender } from "./send-left-file.ts";

const refused = (code: number, reason = ""): SessionStatus => ({
  state: "refused",
  code,
  reason,
  unsent: false,
  alone: false,
  kept: false,
});
const saved: SessionStatus = { state: "saved" };
const offline: SessionStatus = { state: "offline", kept: true, unsent: true };

const file: KeptFile = {
  id: "one",
  name: "ws://host/sync/a",
  documentId: "a",
  hash: "0".repeat(64),
  fileName: "one.pdf",
  bytes: new Blob(["one"]),
  at: 0,
  place: "there",
};

interface Standing {
  opened: SessionStatus;
  put: SessionStatus;
  isKept: boolean;
  status: number;
}

/** A server that answers files so, and documents whose sessions stand so when they are opened and, in turn, when the file is put in. */
function sending({ opened = saved, put = saved, isKept = true, status = 201 }: Partial<Standing> = {}) {
  const now: Standing & { isUp: boolean } = { opened, put, isKept, status, isUp: true };
  const done: string[] = [];
  const open = () => {
    done.push("open");
    const session = {
      id: "a",
      status: now.opened,
      isKept: now.isKept,
      ydoc: new Y.Doc(),
      subscribe(listener: () => void) {
        queueMicrotask(listener);
        return () => undefined;
      },
      close: async () => void done.push("close"),
    };
    opening.push(session);
    return session as unknown as Session;
  };
  const opening: { status: SessionStatus }[] = [];
  const sender = new LeftFileSender({
    open,
    fetch: async (path, init) => {
      if (!now.isUp) throw new Error("nobody answers");
      if (init?.method !== "POST") return Response.json({});
      done.push(`POST ${new Request(new URL(path as string, "http://a")).url.slice(-7)}`);
      const answer = { code: "QUIRE_ERR_SOME", message: "It is too large." };
      return Response.json(answer, { status: now.status });
    },
    loadDocumentPage: async () =>
      ({
        loadPutFile:
          async () =>
          (_: Y.Doc, place: unknown, { url }: { readonly url: string }) => {
            done.push(`put ${url.slice(0, 21)} ${String(place)}`);
            for (const session of opening) session.status = now.put;
          },
      }) as never,
    words: createEnglish(),
  });
  const send = async () => {
    const delivery = await sender.send(file);
    return [delivery, done.splice(0).join(", ")];
  };
  return { now, send };
}

const all = "open, POST one.pdf, put /api/documents/a/file there, close";

test("J8 a file that was left is sent once its document is open, and put into it then", async () => {
  expect(await sending().send()).toEqual([{ type: "done" }, all]);
});

test.each([
  [4403, "", "You may not open this document, or it is not there."],
  [4403, "you may read this document, and not change it", "You may read this document, and not change it."],
  [4404, "", "There is no such document."],
  [4410, "", "This document was deleted."],
  [4422, "", "The server did not take the last change."],
])(
  "J8 where its document is refused with %i %s it is not sent at all, and told",
  async (code, reason, why) => {
    const { send } = sending({ opened: refused(code, reason) });
    expect(await send()).toEqual([{ type: "refused", why }, "open, close"]);
    expect(await sending({ put: refused(code, reason) }).send()).toEqual([{ type: "refused", why }, all]);
  },
);

test("J8 C27 a page that is older than the document asks once, and leaves the file to the next page", async () => {
  const { send } = sending({ opened: refused(4409) });
  const later = { type: "later", isUnreachable: false };
  expect(await send()).toEqual([later, "open, close"]);
  expect(await send()).toEqual([later, ""]);
});

test("threat D23 J8 who is signed out, as where the device was cleared, sends nothing until somebody is signed in", async () => {
  const { now, send } = sending({ opened: refused(4401) });
  expect(await send()).toEqual([{ type: "later", isUnreachable: false }, "open, close"]);
  now.opened = saved;
  expect(await send()).toEqual([{ type: "done" }, all]);
});

test("J8 what the server does not take is told; what it does not take for now comes again", async () => {
  const { now, send } = sending({ status: 413 });
  const tried = "open, POST one.pdf, close";
  expect(await send()).toEqual([{ type: "refused", why: "It is too large." }, tried]);
  now.status = 507;
  expect(await send()).toEqual([{ type: "later", isUnreachable: false }, tried]);
  now.isUp = false;
  expect(await send()).toEqual([{ type: "later", isUnreachable: true }, ""]);
});

test("J8 a document that cannot be had, or saved, costs no second sending, and what is kept of it no second place", async () => {
  const later = { type: "later", isUnreachable: true };
  const { now, send } = sending({ opened: offline });
  expect(await send()).toEqual([later, "open, close"]);
  Object.assign(now, { opened: saved, put: offline, isKept: false });
  expect(await send()).toEqual([later, all]);
  // The device took nothing of it: it is put in again.
  now.isKept = true;
  expect(await send()).toEqual([later, all.replace("POST one.pdf, ", "")]);
  expect(await send()).toEqual([{ type: "done" }, "open, close"]);
});
