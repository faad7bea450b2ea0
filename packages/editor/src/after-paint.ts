/** Calls a task back once what changed is painted. One that is given twice before that may run once. */
export type AfterPaint = (task: () => void) => void;

/** For an editor whose page does not say when it paints. */
export const atOnce: AfterPaint = (task) => task();
