import type { References } from "@quire/editor";
import { useMemo, useRef } from "react";
import { useLocation } from "wouter";
import { useApp } from "./app-context.ts";
import type { PresentPerson } from "./people-store.ts";

/** What the text of an open document can name: who is here, and the other documents. The same object all the while. */
export function useReferences(openId: string, people: readonly PresentPerson[]): References {
  const app = useApp();
  const [, navigate] = useLocation();
  const here = useRef(people);
  here.current = people;
  return useMemo(
    () => ({
      people: () => here.current,
      async findDocuments(query) {
        const { findDocuments, libraryOf } = await import("./document-search.ts");
        return findDocuments(libraryOf(app), app.words, query, openId);
      },
      openDocument: (id) => navigate(`/d/${id}`),
      async openTitles() {
        const { libraryOf, openTitles } = await import("./document-search.ts");
        return openTitles(libraryOf(app), app.words);
      },
    }),
    [app, openId, navigate],
  );
}
