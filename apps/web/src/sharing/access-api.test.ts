import { expect, it } from "vitest";
import { createApi } from "../api.ts";
import { accessApi } from "./access-api.ts";
import { InOrder } from "./in-order.ts";

const access = {
  role: "own",
  people: [],
  groups: [],
  links: [],
  requests: [],
  invitations: [],
  inherits: null,
};

/** A server that never answers a reading, as long as somebody waits for it, and the deadlines of what it was asked. */
function startHanging() {
  const asked: string[] = [];
  const deadlines: AbortController[] = [];
  const { ask } = createApi(async (request, { method = "GET", signal } = {}) => {
    const path = typeof request === "string" ? request : "";
    asked.push(`${method} ${path.replace("/api/documents/a/access", "")}`);
    if (method !== "GET") return Response.json(access);
    return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  });
  const deadline = () => {
    const ending = new AbortController();
    deadlines.push(ending);
    return ending.signal;
  };
  return { asked, deadlines, api: accessApi({ ask }, "a", deadline) };
}

it("B120 a reading that is never answered ends in its time, and what waits behind it is asked then", async () => {
  const { api, asked, deadlines } = startHanging();
  const order = new InOrder();
  const reading = order.ask(() => api.read());
  const change = order.ask(() => api.setInherits(false));
  const failed = expect(reading).rejects.toMatchObject({ isUnreachable: true });
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual(["GET "]);
  deadlines[0]?.abort(new DOMException("too late", "TimeoutError"));
  await failed;
  expect(await change).toEqual(access);
  expect(asked).toEqual(["GET ", "PUT /inherits"]);
});

it("B120 what fails keeps nothing that waits behind it", async () => {
  const order = new InOrder();
  const done: number[] = [];
  const failing = order.ask(() => Promise.reject(new Error("no")));
  const next = order.ask(async () => done.push(1));
  await expect(failing).rejects.toThrow("no");
  await next;
  expect(done).toEqual([1]);
});
