/** What lies on the clipboard at a paste. */
export interface Clip {
  readonly html: string;
  readonly text: string;
  /** What VS Code says of the text: its language, among other things. */
  readonly editorData: string;
  /** The text as RTF, where the HTML has pictures of files on somebody's disk: in it are their bytes. */
  readonly rtf?: string;
}

/** Nothing on the clipboard. */
export const noClip: Clip = { html: "", text: "", editorData: "" };

/** Reads what is pasted or dropped, while its event lasts. */
export function readClip(data: Pick<DataTransfer, "getData"> | null): Clip {
  if (data === null) return noClip;
  const html = data.getData("text/html");
  return {
    html,
    text: data.getData("text/plain"),
    editorData: data.getData("vscode-editor-data"),
    ...(/\ssrc\s*=\s*["']?file:/i.test(html) && { rtf: data.getData("text/rtf") }),
  };
}
