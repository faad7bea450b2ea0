import type { Code } from "mdast";
import type { Extension } from "mdast-util-from-markdown";
import type { State as Writing } from "mdast-util-to-markdown";
import type { attention } from "micromark-core-commonmark";

type Construct = typeof attention;
type Tokenizer = Construct["tokenize"];
type Step = Parameters<Tokenizer>[1];
type Code_ = Parameters<Step>[0];

const dollar = 36;

/** The language of code that is mathematics. */
export const mathLanguage = "math";

/** Mathematics on lines of their own, between two lines of two dollar signs or more: `code` in the language `math`. */
export function mathFence() {
  return { flow: { [dollar]: { name: "mathFence", concrete: true, tokenize: tokenizeFence } } };
}

/** Says in the tree which code was fenced by dollar signs. */
export function mathFromMarkdown(): Extension {
  return {
    enter: {
      codeFencedFenceSequence(token) {
        const node = this.stack.at(-1);
        if (node?.type === "code" && this.sliceSerialize(token).startsWith("$")) node.lang = mathLanguage;
      },
    },
  };
}

/** Writes mathematics between dollar signs, as many as nothing in it can be taken for. */
export function writeMath({ value }: Code, state: Writing): string {
  const longest = Math.max(1, ...Array.from(value.matchAll(/^[ \t]*(\$+)/gm), ([, run = ""]) => run.length));
  const fence = "$".repeat(longest + 1);
  const exit = state.enter("codeFenced");
  const text = value === "" ? `${fence}\n${fence}` : `${fence}\n${value}\n${fence}`;
  exit();
  return text;
}

/**
 *     $$            the tokens of a code fence, so that what reads those reads these
 *     a^2
 *     $$
 */
const tokenizeFence: Tokenizer = function (effects, ok, nok) {
  const { interrupt, events } = this;
  const isLazy = () => this.parser.lazy[this.now().line] === true;
  const before = events.at(-1);
  const indent = before?.[1].type === "linePrefix" ? before[2].sliceSerialize(before[1], true).length : 0;
  let size = 0;

  const signs: Step = (code) => {
    if (code === dollar) {
      size++;
      effects.consume(code);
      return signs;
    }
    if (size < 2) return nok(code);
    effects.exit("codeFencedFenceSequence");
    return blanks(code);
  };
  const blanks = spaces(effects, (code) => {
    if (!isEnd(code)) return nok(code);
    effects.exit("codeFencedFence");
    if (interrupt === true) return ok(code);
    return code === null ? finish(code) : nextLine(code);
  });
  const nextLine: Step = (code) =>
    effects.check({ partial: true, tokenize: goesOn }, closeOrRead, finish)(code);
  const closeOrRead: Step = (code) =>
    effects.attempt({ partial: true, tokenize: closing(size, indent) }, finish, readLine)(code);
  const readLine: Step = (code) => {
    newLine(effects, code);
    let taken = 0;
    const prefix: Step = (next) => {
      if (!isBlank(next) || taken >= indent) {
        if (taken > 0) effects.exit("linePrefix");
        return content(next);
      }
      if (taken++ === 0) effects.enter("linePrefix");
      effects.consume(next);
      return prefix;
    };
    return prefix;
  };
  const content: Step = (code) => {
    if (isEnd(code)) return code === null ? finish(code) : nextLine(code);
    effects.enter("codeFlowValue");
    return words(code);
  };
  const words: Step = (code) => {
    if (!isEnd(code)) {
      effects.consume(code);
      return words;
    }
    effects.exit("codeFlowValue");
    return content(code);
  };
  const finish: Step = (code) => {
    effects.exit("codeFenced");
    return ok(code);
  };
  /** Whether the next line belongs to what is around the fence. */
  const goesOn: Tokenizer = (trying, yes, no) => (code) => {
    if (code === null) return no(code);
    newLine(trying, code);
    return (next) => (isLazy() ? no(next) : yes(next));
  };
  return (code) => {
    effects.enter("codeFenced");
    effects.enter("codeFencedFence");
    effects.enter("codeFencedFenceSequence");
    return signs(code);
  };
};

type Effects = Parameters<Tokenizer>[0];

/** A line that ends what so many dollar signs began. */
function closing(size: number, indent: number): Tokenizer {
  return (trying, yes, no) => {
    let found = 0;
    const end = spaces(trying, (code) => {
      if (!isEnd(code)) return no(code);
      trying.exit("codeFencedFence");
      return yes(code);
    });
    const run: Step = (code) => {
      if (code === dollar) {
        found++;
        trying.consume(code);
        return run;
      }
      if (found < size) return no(code);
      trying.exit("codeFencedFenceSequence");
      return end(code);
    };
    const start = spaces(
      trying,
      (code) => {
        if (code !== dollar) return no(code);
        trying.enter("codeFencedFence");
        trying.enter("codeFencedFenceSequence");
        return run(code);
      },
      "linePrefix",
      3 + indent,
    );
    return (code) => {
      newLine(trying, code);
      return start;
    };
  };
}

function newLine(effects: Effects, code: Code_): void {
  effects.enter("lineEnding");
  effects.consume(code);
  effects.exit("lineEnding");
}

/** Goes over blanks, at most so many, and on with what follows. */
function spaces(
  effects: Effects,
  then: Step,
  type: "whitespace" | "linePrefix" = "whitespace",
  max = Number.POSITIVE_INFINITY,
): Step {
  let count = 0;
  const step: Step = (code) => {
    if (isBlank(code) && count < max) {
      if (count++ === 0) effects.enter(type);
      effects.consume(code);
      return step;
    }
    if (count > 0) effects.exit(type);
    count = 0;
    return then(code);
  };
  return step;
}

/** A blank or a piece of a tab. */
function isBlank(code: Code_): boolean {
  return code === -2 || code === -1 || code === 32;
}

/** The end of a line or of the text. */
function isEnd(code: Code_): boolean {
  return code === null || code < -2;
}
