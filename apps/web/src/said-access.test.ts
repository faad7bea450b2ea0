import type { Session } from "@quire/client";
import type { DocumentDetail, Role } from "@quire/protocol";
import { expect, test } from "vitest";
import { ApiError } from "./api.ts";
import { readAccess } from "./said-access.ts";

const session = { id: "d" } as Session;
const silence = new ApiError(0, { code: "unreachable", message: "no answer" });

/** A server that answers so, and a device that was told `said`. */
function world(answer: Role | Error, said?: Role, isMaking = false) {
  const noted: Role[] = [];
  return {
    noted,
    api: {
      async readDocument() {
        if (answer instanceof Error) throw answer;
        return { role: answer } as DocumentDetail;
      },
    },
    loadDevice: async () => ({
      isMaking: () => isMaking,
      roleIn: async () => said,
      noteRole: (_: Session, role: Role) => void noted.push(role),
    }),
  };
}

test("B220 without an answer what was said last counts, and only where nothing was said, all is offered", async () => {
  for (const role of ["view", "edit", "own"] as const)
    expect(await readAccess(world(silence, role), session)).toEqual({ access: role, isAnswer: false });
  expect(await readAccess(world(silence), session)).toEqual({ access: "own", isAnswer: false });
  const { api } = world(silence);
  const loadDevice = () => Promise.reject(new Error("not fetched"));
  expect(await readAccess({ api, loadDevice }, session)).toEqual({ access: "own", isAnswer: false });
});

test("B220 what the server says counts and is put down; of what it refuses nothing is, and a document that is being made is its maker's", async () => {
  const told = world("view", "own");
  expect(await readAccess(told, session)).toEqual({ access: "view", isAnswer: true });
  expect(told.noted).toEqual(["view"]);
  const refusal = new ApiError(403, { code: "QUIRE_ERR_FORBIDDEN", message: "no" });
  const refused = world(refusal, "own");
  expect(await readAccess(refused, session)).toEqual({ access: false, isAnswer: true });
  expect(refused.noted).toEqual([]);
  expect(await readAccess(world(refusal, undefined, true), session)).toEqual({
    access: "own",
    isAnswer: true,
  });
});
