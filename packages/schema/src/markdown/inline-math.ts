import type { Extension } from "mdast-util-from-markdown";
import type { attention } from "micromark-core-commonmark";

type Tokenizer = (typeof attention)["tokenize"];
type Step = Parameters<Tokenizer>[1];
type Effects = Parameters<Tokenizer>[0];
type Code = Parameters<Step>[0];

declare module "mdast" {
  interface InlineCodeData {
    /** Says that it was read between dollar signs. */
    isMath?: boolean;
  }
}

const dollar = 36;
const backtick = 96;
const backslash = 92;

/**
 * Mathematics in a line: `$x^2$`, `$$x^2$$`, or "$`x^2`$" as GitHub has it, which may stand between any letters. Prices are none:
 * what is between single signs begins and ends with no blank, no letter or digit stands before it, and no digit behind it.
 */
export function inlineMath() {
  return { text: { [dollar]: { name: "inlineMath", tokenize: tokenizeMath } } };
}

/** Says in the tree which code was between dollar signs. */
export function inlineMathFromMarkdown(): Extension {
  return {
    enter: {
      codeTextSequence(token) {
        // The innermost is what gathers its letters.
        const node = this.stack.at(-2);
        if (node?.type === "inlineCode" && this.sliceSerialize(token).startsWith("$"))
          node.data = { isMath: true };
      },
    },
  };
}

/**
 *     $x^2$    $$x^2$$    $`x^2`$        the tokens of code, so that what reads those reads these
 */
const tokenizeMath: Tokenizer = function (effects, ok, nok) {
  const isApart = !isWord(this.previous) && this.previous !== dollar;
  let size = 0;

  const open: Step = (code) => {
    if (code === dollar && size < 2) {
      size++;
      effects.consume(code);
      return open;
    }
    if (code === backtick && size === 1) {
      effects.consume(code);
      effects.exit("codeTextSequence");
      return betweenBackticks(effects, ok, nok);
    }
    if (!isApart || code === dollar || code === null || (size === 1 && isBlank(code))) return nok(code);
    effects.exit("codeTextSequence");
    return betweenDollars(effects, ok, nok, size)(code);
  };
  return (code) => {
    effects.enter("codeText");
    effects.enter("codeTextSequence");
    return open(code);
  };
};

/** Up to so many dollar signs in a row; one behind a backslash is none of them. */
function betweenDollars(effects: Effects, ok: Step, nok: Step, size: number): Step {
  const data = letters(effects);
  let isAfterBlank = false;
  let hasWords = false;
  let found = 0;

  const inside: Step = (code) => {
    if (code === null) return nok(code);
    if (code === dollar) return close(code);
    isAfterBlank = isBlank(code);
    hasWords ||= !isAfterBlank;
    data.take(code);
    return code === backslash ? escaped : inside;
  };
  const escaped: Step = (code) => {
    if (code !== dollar && code !== backslash) return inside(code);
    data.take(code);
    return inside;
  };
  const close: Step = (code) => {
    if (!hasWords || (size === 1 && isAfterBlank)) return nok(code);
    data.end();
    effects.enter("codeTextSequence");
    return signs(code);
  };
  const signs: Step = (code) => {
    if (code === dollar && found < size) {
      found++;
      effects.consume(code);
      return signs;
    }
    if (found < size || code === dollar || isDigit(code)) return nok(code);
    effects.exit("codeTextSequence");
    return finish(effects, ok)(code);
  };
  return inside;
}

/** Up to a backtick and a dollar sign. Those that begin another one are not in it: each is looked at once. */
function betweenBackticks(effects: Effects, ok: Step, nok: Step): Step {
  const data = letters(effects);
  let before: Code = null;
  let hasWords = false;

  const inside: Step = (code) => {
    if (code === null || (code === backtick && before === dollar)) return nok(code);
    if (code !== backtick) return take(code);
    data.end();
    return effects.attempt(
      { partial: true, tokenize: closing },
      hasWords ? finish(effects, ok) : nok,
      take,
    )(code);
  };
  const take: Step = (code) => {
    before = code;
    hasWords ||= !isBlank(code);
    data.take(code);
    return inside;
  };
  return inside;
}

const closing: Tokenizer = (effects, ok, nok) => {
  const sign: Step = (code) => {
    if (code !== dollar) return nok(code);
    effects.consume(code);
    effects.exit("codeTextSequence");
    return ok;
  };
  return (code) => {
    effects.enter("codeTextSequence");
    effects.consume(code);
    return sign;
  };
};

function finish(effects: Effects, then: Step): Step {
  return (code) => {
    effects.exit("codeText");
    return then(code);
  };
}

/** What a formula holds, line by line. */
function letters(effects: Effects) {
  let isOpen = false;
  const end = () => {
    if (isOpen) effects.exit("codeTextData");
    isOpen = false;
  };
  return {
    end,
    take(code: Code): void {
      if (isLineEnd(code)) {
        end();
        effects.enter("lineEnding");
        effects.consume(code);
        effects.exit("lineEnding");
        return;
      }
      if (!isOpen) effects.enter("codeTextData");
      isOpen = true;
      effects.consume(code);
    },
  };
}

function isLineEnd(code: Code): boolean {
  return code !== null && code < -2;
}

function isBlank(code: Code): boolean {
  return code !== null && (code < 0 || code === 32);
}

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}

/** A letter or a digit of ASCII: what a price has before its sign, as `US$`. */
function isWord(code: Code): boolean {
  return isDigit(code) || (code !== null && ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)));
}
