import { HardDrive } from "lucide-react";
import { useRef, useState } from "react";
import { onDeviceWords } from "../words/en-on-device.ts";
import { DeviceDialog } from "./device-dialog.tsx";

/** The list of what this device keeps, with its own button, open from the start. */
export function DeviceButtonDialog() {
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(true);
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label={onDeviceWords.list}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={onDeviceWords.list}
        onClick={() => setOpen(true)}
      >
        <HardDrive aria-hidden="true" />
      </button>
      <DeviceDialog isOpen={isOpen} onClose={() => setOpen(false)} returnTo={button} />
    </>
  );
}
