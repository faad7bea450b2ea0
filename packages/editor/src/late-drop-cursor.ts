import { Plugin, type PluginView } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Shows where what is dragged would land. What draws it is fetched when something is dragged over the text for the first time. */
export function lateDropCursor(): Plugin {
  return new Plugin({ view: (view) => new LateDropCursor(view) });
}

class LateDropCursor implements PluginView {
  readonly #view: EditorView;
  #cursor: PluginView | undefined;
  #isDestroyed = false;

  constructor(view: EditorView) {
    this.#view = view;
    this.#listen();
  }

  update(...change: Parameters<NonNullable<PluginView["update"]>>): void {
    this.#cursor?.update?.(...change);
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#view.dom.removeEventListener("dragenter", this.#fetch);
    this.#cursor?.destroy?.();
  }

  #listen(): void {
    this.#view.dom.addEventListener("dragenter", this.#fetch, { once: true });
  }

  readonly #fetch = (): void => {
    import("prosemirror-dropcursor").then(
      ({ dropCursor }) => {
        if (this.#isDestroyed) return;
        this.#cursor = dropCursor({ color: false, class: "quire-drop" }).spec.view?.(this.#view);
      },
      // Without a connection what is dropped lands all the same; the next drag asks again.
      () => this.#listen(),
    );
  };
}
