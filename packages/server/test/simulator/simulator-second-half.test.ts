import { it } from "vitest";
import { halfMs, testHalf } from "./half.ts";

it(
  "E1 people, their documents and their server, simulated, end with the same text and structs, with all that was called saved and all that a page holds, whatever breaks",
  () => testHalf(1),
  halfMs,
);
