import type { DocumentAccess, Person } from "@quire/protocol";
import type { ReactNode } from "react";
import { WithBreaks } from "../parts/with-breaks.tsx";
import type { AccessState } from "./use-document-access.ts";

/** What a part of the dialog works on. */
export interface PartProps {
  readonly state: AccessState;
  readonly access: DocumentAccess;
  readonly me: Person;
}

interface RowProps {
  readonly face: ReactNode;
  readonly name: string;
  readonly note: string;
  readonly problem: string | undefined;
  readonly children: ReactNode;
}

/** Who, why, and at the end of the row, what they may. */
export function Row({ face, name, note, problem, children }: RowProps) {
  return (
    <li className="share-row">
      {face}
      <div className="share-who">
        <span className="share-name">
          <WithBreaks text={name} />
        </span>
        {note !== "" && (
          <small>
            <WithBreaks text={note} />
          </small>
        )}
        <Problem text={problem} />
      </div>
      {children}
    </li>
  );
}

/** What went wrong, beside it. */
export function Problem({ id, text }: { readonly id?: string; readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p id={id} role="alert" className="problem">
      {text}
    </p>
  );
}
