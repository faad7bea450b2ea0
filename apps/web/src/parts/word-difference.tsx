import type { ComparedLine, Piece } from "../drawer/comparison.ts";
import type { ToolWords } from "../words/en-tools.ts";

interface DifferenceProps {
  readonly words: ToolWords["drawer"];
  readonly lines: readonly ComparedLine[];
}

/** Two texts in one: what is only here is marked as inserted, what is only there as deleted. */
export function WordDifference({ words, lines }: DifferenceProps) {
  return (
    <>
      {lines.map((line, index) =>
        line.type === "gap" ? (
          <p key={index} className="kept-gap">
            {words.sameLines(line.lines)}
          </p>
        ) : (
          <p key={index} dir="auto">
            {line.pieces.map((piece, at) => (
              <Words key={at} piece={piece} />
            ))}
          </p>
        ),
      )}
    </>
  );
}

function Words({ piece: { change, text } }: { readonly piece: Piece }) {
  if (change === "here") return <ins>{text}</ins>;
  return change === "there" ? <del>{text}</del> : text;
}
