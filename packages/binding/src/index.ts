export { bindingOrigin } from "./origin.ts";
