import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { steadySource } from "./steady-source.ts";

const pace = { everyMs: 60_000, bytes: 1 };

/** A request whose body is here to the last byte and not read yet, and whose sender is gone. */
async function leftBehind(): Promise<IncomingMessage> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello");
  const [request] = (await once(server, "request")) as [IncomingMessage];
  await expect.poll(() => request.complete).toBe(true);
  // What breaks it off is told to who reads it, later than here.
  request.on("error", () => undefined);
  const closed = once(request, "close").catch(() => undefined);
  socket.destroy();
  await closed;
  server.close();
  return request;
}

it("U7 who goes away when all of a file is sent, and not all of it read, is no failure of the server", async () => {
  const request = await leftBehind();
  expect([request.complete, request.destroyed]).toEqual([true, true]);
  const reading = steadySource(request, pace)[Symbol.asyncIterator]().next();
  await expect(reading).rejects.toMatchObject({ code: "QUIRE_ERR_BAD_REQUEST" });
});
