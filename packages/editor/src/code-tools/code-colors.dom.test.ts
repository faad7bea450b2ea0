import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { maxColored, openCodeColors } from "./code-colors.ts";

/** What is done for colours: a highlight that is added is one stretch of text. */
let painted = 0;
let looked = 0;
/** A grammar is fetched first. */
const slow = { timeout: 20_000 };

class CountedHighlight extends Set<unknown> {
  override add(range: unknown): this {
    painted++;
    return super.add(range);
  }
}

class InSight {
  readonly #told: IntersectionObserverCallback;

  constructor(told: IntersectionObserverCallback) {
    this.#told = told;
  }

  observe(): void {
    const entry = { isIntersecting: true } as IntersectionObserverEntry;
    this.#told([entry], this as unknown as IntersectionObserver);
  }

  disconnect(): void {
    // Nothing is watched.
  }
}

beforeEach(() => {
  painted = 0;
  looked = 0;
  vi.stubGlobal("CSS", { highlights: new Map() });
  vi.stubGlobal("Highlight", CountedHighlight);
  vi.stubGlobal("StaticRange", class {});
  vi.stubGlobal("IntersectionObserver", InSight);
  const walk = document.createTreeWalker.bind(document);
  vi.spyOn(document, "createTreeWalker").mockImplementation((...given) => {
    looked++;
    return walk(...given);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Code of this length as a block shows it, and what writes a letter at its end. */
function block(length: number) {
  const contentDOM = document.createElement("code");
  document.body.append(contentDOM);
  let code = "let a = 1;\n".repeat(Math.ceil(length / 11)).slice(0, length);
  const colors = openCodeColors(contentDOM);
  const show = () => {
    contentDOM.textContent = code;
    colors?.show("javascript", code);
  };
  show();
  return {
    colors,
    type(letter: string) {
      code += letter;
      show();
    },
  };
}

test("ED-7 code that is short enough has colours", async () => {
  const { colors } = block(110);
  await vi.waitFor(() => expect(painted).toBe(20), slow);
  colors?.destroy();
});

test("ED-7 code that is too long for colours costs nothing for them, however much is typed in it", async () => {
  const long = block(maxColored + 1);
  for (const letter of "const more = 1;\n".repeat(10)) long.type(letter);
  // What is short is painted after it, so that whatever was to be done for the long one has been done by then.
  const short = block(11);
  await vi.waitFor(() => expect(painted).toBe(2), slow);
  expect(looked).toBe(1);
  for (const { colors } of [long, short]) colors?.destroy();
});
