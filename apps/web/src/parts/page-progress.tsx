import { useWords } from "../app-context.ts";
import { useDelayed } from "../use-delayed.ts";

/** A page that is on its way. Says so once that takes a while. */
export function PageProgress() {
  const words = useWords();
  const isLong = useDelayed(true);
  return (
    <main className="page-progress" aria-busy="true">
      {isLong && (
        <p className="progress" role="status">
          {words.common.loading}
        </p>
      )}
    </main>
  );
}
