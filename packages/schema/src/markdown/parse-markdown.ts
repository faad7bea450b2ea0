import type { Root } from "mdast";
import { directiveFromMarkdown } from "mdast-util-directive";
import { fromMarkdown as parse } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { attention } from "micromark-core-commonmark";
import { gfm } from "micromark-extension-gfm";
import { blockDirectives } from "./block-directives.ts";
import { inlineMath, inlineMathFromMarkdown } from "./inline-math.ts";
import { mathFence, mathFromMarkdown } from "./math-fence.ts";

type Construct = typeof attention;
type Resolver = NonNullable<Construct["resolveAll"]>;

/** Lists and quotes that may open on one line. Trying a list once more for each is quadratic in micromark. */
const maxContainersOnLine = 100;

/** Runs of `*`, `_` and `~` that may pair up in one paragraph. Pairing them is quadratic in micromark. */
const maxAttentionRuns = 1000;

const deepLine = new RegExp(
  `^(?:[ \\t]*(?:>|[-+*](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))){${maxContainersOnLine}}[ \\t]*\\d{0,9}`,
  "gm",
);

/** A Markdown text as its offsets in the tree count: lines end in one newline, and no byte order mark begins it. */
export function normalizeMarkdown(markdown: string): string {
  return markdown
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .replace(deepLine, "$&\\");
}

/**
 * The tree of a normalised Markdown text, GitHub's additions included. Hostile texts take no more than a small multiple of
 * an honest one's time: beyond a hundred containers on a line, or a thousand runs of asterisks in a paragraph, the signs
 * are text. The tree may be thousands of levels deep all the same: walk it with a stack of your own.
 */
export function parseMarkdown(markdown: string): Root {
  return parse(markdown, {
    extensions: [gfm(), boundedAttention(), blockDirectives(), mathFence(), inlineMath()],
    mdastExtensions: [
      // The transforms recurse, and look a second time for addresses that the tokenizer has found already.
      ...gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] })),
      directiveFromMarkdown(),
      mathFromMarkdown(),
      inlineMathFromMarkdown(),
    ],
  });
}

function boundedAttention() {
  const demote: Resolver = (events) => demoteExcess(events);
  const bounded = { ...attention, resolveAll: withBound(attention) };
  const strikethrough = [gfm().text?.[126] ?? []].flat().map((construct) => ({
    ...construct,
    resolveAll: withBound(construct),
  }));
  return {
    text: { 42: bounded, 95: bounded, 126: strikethrough },
    // Before the resolvers that the parser brings, which take the inside of a link.
    insideSpan: { null: [{ name: "boundedAttention", resolveAll: demote }] },
  };
}

function withBound(construct: Pick<Construct, "resolveAll">): Resolver {
  return (events, context) => {
    const bounded = demoteExcess(events);
    return construct.resolveAll?.(bounded, context) ?? bounded;
  };
}

function demoteExcess(events: Parameters<Resolver>[0]): Parameters<Resolver>[0] {
  const runs = events.filter(
    ([, { type }]) => type === "attentionSequence" || type === "strikethroughSequenceTemporary",
  );
  // Each run is entered and left.
  if (runs.length > 2 * maxAttentionRuns) for (const [, token] of runs) token.type = "data";
  return events;
}
