/** What a run says, one JSON object a line. */
export type Line =
  | { readonly type: "run"; readonly machine: string; readonly node: string; readonly date: string }
  | {
      readonly type: "versions";
      readonly target: string;
      readonly versions: Readonly<Record<string, string>>;
    }
  | { readonly type: "browser"; readonly version: string }
  | Measurement
  | {
      readonly type: "failure";
      readonly scenario: string;
      readonly target: string;
      readonly round: number;
      readonly message: string;
    };

/** One figure of one server in one round. */
export interface Measurement {
  readonly type: "measurement";
  readonly scenario: string;
  /** The sizes, in words: only figures of the same case are compared. */
  readonly case: string;
  readonly target: string;
  readonly metric: string;
  readonly unit: string;
  /** Null where it could not be read. */
  readonly value: number | null;
  readonly round: number;
  /** What everything else on the machine used meanwhile, in percent of one core; null where that was not watched. */
  readonly noise: number | null;
}

/** A line's text. */
export function encodeLine(line: Line): string {
  return JSON.stringify(line);
}

/** The lines that an earlier run wrote. Throws on what is none of ours. */
export function parseLines(text: string): readonly Line[] {
  const types = ["run", "versions", "browser", "measurement", "failure"];
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const parsed = JSON.parse(line) as Line;
      if (!types.includes(parsed.type)) throw new Error(`not a line of a run: ${line.slice(0, 80)}`);
      return parsed;
    });
}
