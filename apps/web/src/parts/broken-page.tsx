import { Component, type ReactNode } from "react";
import { useWords } from "../app-context.ts";

/** Stands in for a page that failed to load or draw: says that nothing saved is lost, and offers to reload. */
export class BrokenPage extends Component<{ readonly children: ReactNode }, { readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    return this.state.isBroken ? <Apology /> : this.props.children;
  }
}

function Apology() {
  const { failure, common } = useWords();
  return (
    <main className="notice-page">
      <h1>{failure.pageBroken}</h1>
      <p>{failure.pageBrokenText}</p>
      <button type="button" className="button button-primary" onClick={() => location.reload()}>
        {common.reload}
      </button>
    </main>
  );
}
