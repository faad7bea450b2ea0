/** What became of something that was sent to the server. */
export type Delivery =
  /** It is done there, now or by an earlier try. */
  | { readonly type: "done" }
  /** It will never be. `why`: a sentence for people. */
  | { readonly type: "refused"; readonly why: string }
  /** It is to be sent again. `isUnreachable`: nobody answered, so nothing else would arrive either. */
  | { readonly type: "later"; readonly isUnreachable: boolean };
