import type { PageTarget } from "./page-target.ts";
import type { Target } from "./target.ts";

/** What can be measured: a server, or a page that people write in. */
export type Contender = Target | PageTarget;
