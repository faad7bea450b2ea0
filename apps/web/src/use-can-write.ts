import { allows } from "@quire/protocol";
import { useEffect, useState } from "react";
import { ApiError } from "./api.ts";
import { useApp } from "./app-context.ts";

/**
 * Whether I may write in a document. Without an answer, yes: whoever is offline goes on writing, and the server has the
 * last word when they are back. Whoever just made a document is not asked about, nor a document that is not here.
 */
export function useCanWrite(id: string, isNew: boolean, isLoaded: boolean): boolean {
  const { api } = useApp();
  const [canWrite, setCanWrite] = useState(isNew);
  useEffect(() => {
    if (isNew || !isLoaded) return;
    let isGone = false;
    const answer = (can: boolean) => isGone || setCanWrite(can);
    api.readDocument(id).then(
      ({ role }) => answer(allows(role, "edit")),
      (error: unknown) => answer(!(error instanceof ApiError) || error.isUnreachable),
    );
    return () => {
      isGone = true;
    };
  }, [api, id, isNew, isLoaded]);
  return canWrite;
}
