import { answer, type RegexQuestion } from "./regex-answer.ts";

// The thread that regular expressions are tried in: the page can end it, and goes on meanwhile.
addEventListener("message", ({ data }: MessageEvent<RegexQuestion>) => postMessage(answer(data)));
