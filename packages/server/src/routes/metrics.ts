import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FastifyInstance } from "fastify";
import { Exposition, expositionType } from "../metrics/exposition.ts";
import type { RouteContext } from "./context.ts";

/** How often the loop is looked at, once somebody has asked: what holds it up for less does not matter to who types. */
const resolutionMs = 20;

/** `GET /metrics`: numbers for Prometheus, of the server and of nobody's text. Answered under any Host, like the probes. */
export function metricsRoutes(app: FastifyInstance, context: RouteContext): void {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  app.addHook("onClose", async () => {
    delay.disable();
  });
  const schema = { tags: ["health"], summary: "Numbers in Prometheus' text format" };
  app.get("/metrics", { schema }, async (_, reply) => {
    reply.header("cache-control", "no-store").type(expositionType);
    delay.enable();
    const late = { most: delay.percentile(99) / 1e9, longest: delay.max / 1e9 };
    delay.reset();
    return expose(context, late);
  });
}

/** How late the loop was since that was last asked, in seconds. */
interface LoopDelay {
  /** All but one in a hundred looks found it no later. */
  readonly most: number;
  readonly longest: number;
}

function expose({ library, lines }: RouteContext, loopDelay: LoopDelay): string {
  const { counts } = library;
  const text = new Exposition();
  text.gauge("quire_ready", "1 while the store takes writes.", library.isReady ? 1 : 0);
  text.gauge("quire_connections", "Open sockets of documents.", counts.connections);
  text.gauge("quire_polled_lines", "Those of them that are over HTTP.", lines.size);
  text.gauge("quire_rooms", "Open documents.", library.roomCount);
  text.counter("quire_messages_received_total", "Messages that came in.", counts.messagesIn);
  text.counter("quire_messages_sent_total", "Messages that went out.", counts.messagesOut);
  text.counter("quire_received_bytes_total", "Bytes of the messages that came in.", counts.bytesIn);
  text.counter("quire_sent_bytes_total", "Bytes of the frames that went out.", counts.bytesOut);
  text.histogram("quire_relay_seconds", "From a turn's first message to its last write.", counts.relay);
  text.histogram("quire_save_seconds", "From a turn's end until its messages are called saved.", counts.save);
  text.counter("quire_repairs_total", "Readers who fell behind and caught up.", counts.repairs);
  text.counter("quire_pauses_total", "Times that a sender was read no further for a while.", counts.pauses);
  text.counters(
    "quire_closes_total",
    "Connections, and documents of shared ones, that the server closed.",
    "code",
    counts.closes,
  );
  text.counter("quire_folds_total", "Logs that were folded into a snapshot.", counts.folds);
  text.counter("quire_fold_failures_total", "Folds that failed and are tried again.", counts.foldFailures);
  text.counter("quire_quarantined_total", "Updates that a fold put aside.", counts.quarantined);
  text.counter(
    "quire_index_rebuilds_total",
    "Indexes that differed from their document.",
    counts.indexRebuilds,
  );
  text.counter("quire_uploads_total", "Files that were taken in.", counts.uploads);
  text.counter("quire_upload_bytes_total", "Their bytes.", counts.uploadBytes);
  text.counter("quire_upload_failures_total", "Files that were not taken in.", counts.uploadFailures);
  text.counter("quire_downloads_total", "Answers with a file or a part of one.", counts.downloads);
  text.counter("quire_quota_refusals_total", "What a quota refused.", counts.quotaRefusals);
  text.gauge(
    "quire_loop_delay_seconds",
    "The 99th percentile of the loop's delay since it was last asked.",
    loopDelay.most,
  );
  text.gauge(
    "quire_loop_delay_max_seconds",
    "The longest of the loop's delays since it was last asked.",
    loopDelay.longest,
  );
  text.gauge("quire_memory_bytes", "Resident memory of the process.", process.memoryUsage.rss());
  return text.toString();
}
