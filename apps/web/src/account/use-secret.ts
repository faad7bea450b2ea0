import { useEffect, useState } from "react";

/** The secret behind the `#` of the page's address, and what sets it aside. A link that is opened in the same tab loads no page: it is another secret. */
export function useSecret(): readonly [secret: string, become: (secret: string) => void] {
  const [secret, become] = useState(secretHere);
  useEffect(() => {
    const look = () => become(secretHere());
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  return [secret, become];
}

function secretHere(): string {
  return location.hash.slice(1);
}
