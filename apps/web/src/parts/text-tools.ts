import "../style/colors.css";
import "../style/hands.css";

// What the hands of somebody who writes have around the text.
export { BlockHands } from "./block-hands.tsx";
export { DockedToolbar } from "./docked-toolbar.tsx";
export { SelectionToolbar } from "./selection-toolbar.tsx";
export { SuggestionMenu } from "./suggestion-menu.tsx";
export { TouchToolbar } from "./touch-toolbar.tsx";
