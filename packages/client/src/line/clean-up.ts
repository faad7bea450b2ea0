import type * as Y from "yjs";

/** Knows Yjs' own tidying from people's edits. */
export interface CleanUpWatch {
  /** Whether the transaction is Yjs removing format marks that a remote change made redundant. */
  isCleanUp(transaction: Y.Transaction): boolean;
  stop(): void;
}

/**
 * Watches for clean-ups. When remote rich text comes in, Yjs may delete redundant format marks in a transaction of its
 * own that looks local and has no origin, so that a provider sends it: someone who only reads would write.
 * Everybody deletes the same marks, so nothing is lost where the deletion stays at home.
 */
export function watchCleanUps(ydoc: Y.Doc): CleanUpWatch {
  let isRemoteLed = false;
  const began = (transaction: Y.Transaction) => {
    if (!transaction.local) isRemoteLed = true;
  };
  const ended = () => {
    isRemoteLed = false;
  };
  ydoc.on("beforeTransaction", began);
  ydoc.on("afterAllTransactions", ended);
  return {
    isCleanUp: (transaction) =>
      isRemoteLed && transaction.origin === null && transaction.local && !addsStructs(transaction),
    stop() {
      ydoc.off("beforeTransaction", began);
      ydoc.off("afterAllTransactions", ended);
    },
  };
}

function addsStructs({ beforeState, afterState }: Y.Transaction): boolean {
  for (const [client, clock] of afterState) if (clock !== (beforeState.get(client) ?? 0)) return true;
  return false;
}
