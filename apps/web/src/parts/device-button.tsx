import { HardDrive } from "lucide-react";
import { onDeviceWords } from "../words/en-on-device.ts";
import { DeferredPopup } from "./deferred-popup.tsx";

const loadDialog = () => import("./device-button-dialog.tsx");

/** Opens the list of what this device keeps. */
export function DeviceButton() {
  return (
    <DeferredPopup
      load={loadDialog}
      className="icon-button"
      label={onDeviceWords.list}
      title={onDeviceWords.list}
      hasPopup="dialog"
      face={<HardDrive aria-hidden="true" />}
    >
      {({ DeviceButtonDialog }) => <DeviceButtonDialog />}
    </DeferredPopup>
  );
}
