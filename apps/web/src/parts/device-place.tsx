import type { Session } from "@quire/client";
import type { Editor } from "@quire/editor";
import { useLoaded } from "../use-loaded.ts";

const loadWatch = () => import("./device-watch.tsx");

/** Where this device's copy is looked after, once the code for it is here. */
export function DevicePlace(props: { readonly session: Session; readonly editor: Editor }) {
  const part = useLoaded(loadWatch, true, () => undefined);
  return part && <part.DeviceWatch {...props} />;
}
