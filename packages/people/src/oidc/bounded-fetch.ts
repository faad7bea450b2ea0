import type { CustomFetch } from "openid-client";

/** Bytes that an answer of a provider may have. A set of keys is some 10 kB, a token with many groups 100. */
const maxAnswerBytes = 1024 * 1024;

/** Fetches for openid-client, which reads answers whole, however large: no more of one is taken in than is of use. */
export const boundedFetch: CustomFetch = async (url, options) => {
  const answer = await fetch(url, { ...options, body: options.body ?? null, redirect: "manual" });
  const { status, headers } = answer;
  if (answer.body === null) return new Response(null, { status, headers });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    bytes += part.byteLength;
    // Leaving the loop closes the connection.
    if (bytes > maxAnswerBytes)
      throw Object.assign(new Error("the answer is too large"), { code: "ANSWER_TOO_LARGE" });
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status, headers });
};
