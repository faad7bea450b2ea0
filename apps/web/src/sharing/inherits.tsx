import { type PartProps, Problem } from "./row.tsx";
import { useSharingWords } from "./use-sharing-words.ts";

/** Whether the document takes after the one that it stands in; nothing where it stands in none. */
export function Inherits({ state, access }: PartProps) {
  const { dialog } = useSharingWords();
  const { api } = state;
  if (access.inherits === null) return null;
  const isOn = access.inherits;
  return (
    <div className="share-switch">
      <label>
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby="share-inherits"
          onChange={() =>
            void state.change(
              "inherits",
              () => api.setInherits(!isOn),
              isOn ? dialog.inheritsNoMore : dialog.inheritsNow,
            )
          }
        />
        {dialog.inherits(access.parent?.title ?? null)}
      </label>
      <small id="share-inherits">{dialog.inheritsText}</small>
      <Problem text={state.problems.get("inherits")} />
    </div>
  );
}
