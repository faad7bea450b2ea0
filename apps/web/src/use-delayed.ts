import { useEffect, useState } from "react";

/** True once `isWaiting` has held for a while: what is quick shows no progress, what is not does. */
export function useDelayed(isWaiting: boolean, delayMs = 400): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setLong(true), delayMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isWaiting, delayMs]);
  return isWaiting && isLong;
}
