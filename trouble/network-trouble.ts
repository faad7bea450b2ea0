/** What a network does to those who use it. Each lasts until `clear`, but for what happens in a moment. */
export type NetworkTrouble =
  /** Every byte comes later. */
  | { readonly type: "late"; readonly upMs: number; readonly downMs: number }
  /** What was written at once comes in pieces of at most so many bytes. */
  | { readonly type: "pieces"; readonly bytes: number }
  /** What was written apart comes at once. */
  | { readonly type: "lumps"; readonly ms: number }
  | { readonly type: "narrow"; readonly bytesPerSecond: number }
  /** Every connection ends at this moment, and both sides are told: with all that was on its way, or without. */
  | { readonly type: "cut"; readonly how: "end" | "reset" }
  /** A black hole: nothing passes this way any more, and nobody is told. */
  | { readonly type: "stall"; readonly way: "up" | "down" | "both" }
  /** Every connection ends at this moment, and one side alone is told. The other one's bytes go nowhere. */
  | { readonly type: "half-open"; readonly told: "client" | "server" }
  /** A proxy that knows no WebSocket answers. */
  | { readonly type: "refuse"; readonly status: 400 | 503 }
  /** Nobody can connect. */
  | { readonly type: "shut" }
  /** All is well again. What a stall held back comes now, as TCP sends it again, or is lost with its connections. */
  | { readonly type: "clear"; readonly held: "passes" | "breaks" };

/** How it stands at a moment. */
export interface NetworkState {
  readonly upMs: number;
  readonly downMs: number;
  readonly pieceBytes: number;
  readonly lumpMs: number;
  readonly bytesPerSecond: number;
  readonly isUpStalled: boolean;
  readonly isDownStalled: boolean;
  readonly refusal: 400 | 503 | undefined;
  readonly isShut: boolean;
}

/** Nothing is wrong. */
export const clearNetwork: NetworkState = {
  upMs: 0,
  downMs: 0,
  pieceBytes: Number.POSITIVE_INFINITY,
  lumpMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  isUpStalled: false,
  isDownStalled: false,
  refusal: undefined,
  isShut: false,
};

/** How it stands after that. What happens in a moment leaves it as it was. */
export function networkAfter(state: NetworkState, trouble: NetworkTrouble): NetworkState {
  switch (trouble.type) {
    case "late":
      return { ...state, upMs: trouble.upMs, downMs: trouble.downMs };
    case "pieces":
      return { ...state, pieceBytes: trouble.bytes };
    case "lumps":
      return { ...state, lumpMs: trouble.ms };
    case "narrow":
      return { ...state, bytesPerSecond: trouble.bytesPerSecond };
    case "stall":
      return {
        ...state,
        isUpStalled: state.isUpStalled || trouble.way !== "down",
        isDownStalled: state.isDownStalled || trouble.way !== "up",
      };
    case "refuse":
      return { ...state, refusal: trouble.status };
    case "shut":
      return { ...state, isShut: true };
    case "clear":
      return clearNetwork;
    case "cut":
    case "half-open":
      return state;
    default:
      return trouble satisfies never;
  }
}
