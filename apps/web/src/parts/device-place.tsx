import { useLoaded } from "../use-loaded.ts";
import type { WatchProps } from "./device-watch.tsx";

const loadWatch = () => import("./device-watch.tsx");

/** Where this device's copy is looked after, once the code for it is here. */
export function DevicePlace(props: WatchProps) {
  const part = useLoaded(loadWatch, true, () => undefined);
  return part && <part.DeviceWatch {...props} />;
}
