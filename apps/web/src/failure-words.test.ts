import { expect, it } from "vitest";
import { ApiError } from "./api.ts";
import { failureText, loaded } from "./failure-words.ts";
import { createEnglish } from "./words/en.ts";

const words = createEnglish();

it("a failure is said in the server's words, in ours where it was not reached, never as a bare code", () => {
  const told = new ApiError(503, {
    code: "QUIRE_ERR_STORE_FAILED",
    message: "The store does not take writes now.",
  });
  expect(failureText(words, told)).toBe("The store does not take writes now.");
  const silent = new ApiError(0, { code: "unreachable", message: "GET /api/me: no answer" });
  expect(failureText(words, silent)).toBe(words.failure.unreachable);
  expect(failureText(words, new TypeError("x is undefined"))).toBe(words.failure.unknown);
});

it("J7 what could not be done since a part of the page could not be fetched is told so, and what to do", async () => {
  const gone = loaded(Promise.reject(new TypeError("Failed to fetch dynamically imported module")));
  const text = await gone.catch((error: unknown) => failureText(words, error));
  expect(text).toBe(words.failure.notLoaded);
  expect(text).toMatch(/could not be fetched.*reload the page/);
});
