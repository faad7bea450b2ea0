/** Something that is measured, a column of its scenario's table. */
export interface Metric {
  readonly unit: string;
  /** Which is better; `neither` is there to judge the others by. */
  readonly better: "more" | "less" | "neither";
  /** Only in the lines, not in the tables. */
  readonly isHidden?: true;
  /** Says something without a comparison, so it is in the summary too. */
  readonly isHeadline?: true;
}

/** One of the columns at a table's end: a metric of each by that of one of them, or of the best peer. */
export interface Ratio {
  readonly metric: string;
  readonly to:
    | "limit"
    | "limit-framed"
    | "limit-batched"
    | "hocuspocus"
    | "hocuspocus-sqlite"
    | "prosemirror"
    | "best peer";
  /** The other's metric, where it is not the same. */
  readonly by?: string;
}

/** What a scenario measures, by name. */
export interface Measured {
  readonly name: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}
