import { type KeptFile, openDrawer } from "@quire/client";
import { useCallback, useEffect, useMemo, useState } from "react";

/** Files that servers would not take, on this device: the newest first; null until they were read. */
export function useRefusedFiles(): {
  readonly files: readonly KeptFile[] | null;
  readonly remove: (file: KeptFile) => Promise<void>;
  readonly putBack: (file: KeptFile) => Promise<void>;
} {
  const [files, setFiles] = useState<readonly KeptFile[] | null>(null);
  const drawer = useMemo(() => openDrawer(), []);
  // Where there is no database there are no files in it.
  const look = useCallback(() => drawer.files().then(setFiles, () => setFiles([])), [drawer]);
  useEffect(() => {
    void look();
    const again = () => void look();
    window.addEventListener("focus", again);
    return () => window.removeEventListener("focus", again);
  }, [look]);
  return {
    files,
    remove: async ({ id }) => {
      await drawer.removeFile(id);
      await look();
    },
    putBack: async (file) => {
      await drawer.putFileBack(file);
      await look();
    },
  };
}
