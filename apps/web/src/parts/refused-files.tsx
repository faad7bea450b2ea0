import type { KeptFile } from "@quire/client";
import { useId } from "react";
import { useWords } from "../app-context.ts";
import { downloadFile } from "../device/download.ts";
import { useToast } from "../use-toast.ts";
import { createEnglishRefusedFiles } from "../words/en-refused-files.ts";

interface FilesProps {
  readonly files: readonly KeptFile[];
  readonly now: number;
  readonly onRemove: (file: KeptFile) => Promise<void>;
  readonly onPutBack: (file: KeptFile) => Promise<void>;
}

/** Files that a server would not take: why, and what to do with them. */
export function RefusedFiles({ files, now, onRemove, onPutBack }: FilesProps) {
  const { format, common, failure } = useWords();
  const { say, fail } = useToast();
  const words = createEnglishRefusedFiles(format);
  const title = useId();

  // The device may not answer.
  const failed = () => fail(failure.unknown);
  const remove = (file: KeptFile) =>
    onRemove(file).then(
      () =>
        say(words.removed(file.fileName), {
          label: common.undo,
          run: () => void onPutBack(file).catch(failed),
        }),
      failed,
    );

  return (
    <section aria-labelledby={title}>
      <h2 id={title}>{words.title}</h2>
      <p className="drawer-text">{words.text}</p>
      {files.map((file) => (
        <article key={file.id} className="kept" aria-label={file.fileName}>
          <h3 dir="auto">{file.fileName}</h3>
          <p className="kept-why">{file.refusal}</p>
          <p className="kept-why">{words.about(file.bytes.size, format.moment(file.at, now))}</p>
          <div className="kept-actions">
            <button type="button" className="button button-primary" onClick={() => downloadFile(file)}>
              {words.download}
            </button>
            <button
              type="button"
              className="button button-quiet kept-remove"
              onClick={() => void remove(file)}
            >
              {words.remove}
            </button>
          </div>
        </article>
      ))}
    </section>
  );
}
