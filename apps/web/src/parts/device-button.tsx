import { HardDrive } from "lucide-react";
import { useWords } from "../app-context.ts";
import { DeferredPopup } from "./deferred-popup.tsx";

const loadDialog = () => import("./device-button-dialog.tsx");

/** Opens the list of what this device keeps. */
export function DeviceButton() {
  const { common } = useWords();
  return (
    <DeferredPopup
      load={loadDialog}
      className="icon-button"
      label={common.onDevice}
      title={common.onDevice}
      hasPopup="dialog"
      face={<HardDrive aria-hidden="true" />}
    >
      {({ DeviceButtonDialog }) => <DeviceButtonDialog />}
    </DeferredPopup>
  );
}
