import type { FastifyRequest } from "fastify";

/**
 * The request of a socket, to be kept as long as that is open: all that Fastify and its hooks put on it, and of Node's own message the
 * method, address, headers and socket. The rest of that, a stream with its buffers, is 2 KiB that nobody asks for any more; nor does
 * anybody for a body. It knows the asker's address also when they have gone.
 */
export function lastingRequest(request: FastifyRequest): FastifyRequest {
  const { method, url, httpVersion, headers, socket } = request.raw;
  const raw = { method, url, httpVersion, headers, socket };
  const ip = { value: request.ip, writable: true };
  const lasting = Object.assign(Object.create(Object.getPrototypeOf(request), { ip }), request);
  lasting.body = undefined;
  for (const key of Reflect.ownKeys(lasting)) if (lasting[key] === request.raw) lasting[key] = raw;
  return lasting;
}
