import { schema } from "@quire/schema";
import type { Node } from "prosemirror-model";
import { describe, expect, test, vi } from "vitest";
import {
  copy,
  exchange,
  open,
  opened as openedAlone,
  outline,
  type Peer,
  p,
  press,
  put,
  putIn,
  shared,
  type,
} from "../../test/peers.ts";
import { loadPutFile } from "./load-put-file.ts";
import type { StoredFile, Uploads, UploadWatch } from "./uploads.ts";

const pathOf = (id: string) => `/api/documents/${id}/files`;
const here = pathOf("the-document-here");
const hash = "0123456789abcdef".repeat(4);
const png: StoredFile = { url: `${here}/${hash}`, name: "a.png", type: "image/png", size: 9 };
const pdf: StoredFile = { url: `${here}/${hash}`, name: "b.pdf", type: "application/pdf", size: 2048 };

/** A store whose every answer the test gives. */
function heldStore() {
  const asked: { what: string; watch: UploadWatch; answer: PromiseWithResolvers<StoredFile> }[] = [];
  const ask = (what: string, watch: UploadWatch) => {
    const answer = Promise.withResolvers<StoredFile>();
    asked.push({ what, watch, answer });
    return answer.promise;
  };
  const uploads: Uploads = {
    store: (file, watch) => ask(`store ${file.name}`, watch),
    fetchImage: (url, watch) => ask(`fetch ${url}`, watch),
    copy: (url, watch) => ask(`copy ${url}`, watch),
    holds: (url) => url.startsWith(`${here}/`),
  };
  return { uploads, asked };
}

/** Somebody who writes, and the store. */
async function writing(...blocks: readonly Node[]) {
  const store = heldStore();
  const peer = open(shared(...blocks), { uploads: store.uploads });
  peer.view.dom.dispatchEvent(new FocusEvent("focus"));
  await vi.dynamicImportSettled();
  return { ...peer, ...store };
}

function pasteFiles({ view }: Pick<Peer, "view">, ...names: readonly string[]): void {
  const clipboardData = new DataTransfer();
  for (const name of names) clipboardData.items.add(new File(["x"], name));
  view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
}

function boxes({ view }: Pick<Peer, "view">): string[] {
  return [...view.dom.querySelectorAll(".quire-upload")].map((box) => box.textContent ?? "");
}

function click({ view }: Pick<Peer, "view">, label: string): void {
  const button = [...view.dom.querySelectorAll("button")].find((each) => each.textContent === label);
  if (!button) throw new Error(`no ${label}`);
  button.click();
}

/** Lets those who wait hear of an answer. */
async function heard(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await Promise.resolve();
}

describe("ED-9 what somebody brings", () => {
  test("stands in its place for this person alone, and in the document when it is stored; one undo takes it back", async () => {
    const a = await writing(p("one", { id: "a" }), p("two", { id: "b" }));
    const b = open(copy(a.ydoc));
    put(a.view, 0, 1);
    pasteFiles(a, "a.png");
    expect(boxes(a)).toEqual(["a.pngCancel"]);
    a.asked[0]?.watch.onProgress(0.5);
    expect(a.view.dom.querySelector("progress")?.value).toBe(0.5);
    exchange(a.ydoc, b.ydoc);
    expect([outline(a.view), outline(b.view)]).toEqual([
      ["one", "two"],
      ["one", "two"],
    ]);
    a.asked[0]?.answer.resolve(png);
    await heard();
    exchange(a.ydoc, b.ydoc);
    for (const { view } of [a, b]) {
      expect(outline(view)).toEqual(["one", "figure ", "two"]);
      expect(view.dom.querySelector("img")?.getAttribute("src")).toBe(png.url);
    }
    expect(boxes(a)).toEqual([]);
    a.editor.run("undo");
    expect(outline(a.view)).toEqual(["one", "two"]);
    a.editor.run("redo");
    expect(outline(a.view)).toEqual(["one", "figure ", "two"]);
    expect(a.asked).toHaveLength(1);
  });

  test("several at once come in the order in which they were chosen, whichever is stored first; what is no picture is a file", async () => {
    for (const blocks of [[p("one")], [p()]]) {
      const a = await writing(...blocks);
      pasteFiles(a, "a.png", "b.pdf", "c.png");
      expect(a.asked.map(({ what }) => what)).toEqual(["store a.png", "store b.pdf", "store c.png"]);
      for (const [index, stored] of [
        [1, pdf],
        [2, png],
        [0, png],
      ] as const) {
        a.asked[index]?.answer.resolve(stored);
        await heard();
      }
      const text = blocks[0]?.textContent;
      const made = ["figure ", "file b.pdf", "figure "];
      expect(outline(a.view)).toEqual(text === "" ? [...made, ""] : ["one", ...made]);
    }
  });

  test("another's edits around its place move it; where the place is gone it comes to the nearest", async () => {
    const a = await writing(p("one", { id: "a" }), p("two", { id: "b" }), p("three", { id: "c" }));
    const b = open(copy(a.ydoc));
    putIn(a.view, "two", 1);
    pasteFiles(a, "a.png", "b.pdf");
    put(b.view, 0, 0);
    type(b.view, "above\n");
    exchange(a.ydoc, b.ydoc);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["above", "one", "two", "figure ", "three"]);
    exchange(a.ydoc, b.ydoc);
    const { doc, tr } = b.view.state;
    b.view.dispatch(tr.delete(doc.child(0).nodeSize, doc.content.size - doc.lastChild!.nodeSize));
    exchange(a.ydoc, b.ydoc);
    a.asked[1]?.answer.resolve(pdf);
    await heard();
    expect(outline(a.view)).toEqual(["above", "file b.pdf", "three"]);
  });

  test("in an item it stands in the item", async () => {
    const a = await writing(p("one", { list: "bullet" }));
    put(a.view, 0, 3);
    pasteFiles(a, "a.png");
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["- one", "  figure "]);
  });

  test("Cancel ends it, and nothing comes", async () => {
    const a = await writing(p("one"));
    pasteFiles(a, "a.png");
    click(a, "Cancel");
    expect(a.asked[0]?.watch.signal.aborted).toBe(true);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect([outline(a.view), boxes(a)]).toEqual([["one"], []]);
  });

  test("a failure says why, and it can be tried again or left out", async () => {
    const a = await writing(p("one"));
    pasteFiles(a, "a.png", "b.png");
    for (const { answer } of a.asked) answer.reject(new Error("The disk is full."));
    await heard();
    expect(boxes(a)).toEqual(
      ["a.png", "b.png"].map((name) => `${name} was not stored. The disk is full.Try againLeave it out`),
    );
    click(a, "Try again");
    a.asked[2]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["one", "figure "]);
    click(a, "Leave it out");
    expect(boxes(a)).toEqual([]);
  });

  test("what waits for a connection says so, goes on by itself, and may be tried at once or left out", async () => {
    const a = await writing(p("one"));
    pasteFiles(a, "a.png", "b.png");
    const says = "a.png was not stored. No connection.Try againLeave it out";
    a.asked[0]?.watch.onWaiting?.("No connection.");
    expect(boxes(a)).toEqual([says, "b.pngCancel"]);
    a.asked[0]?.watch.onProgress(0);
    expect(boxes(a)).toEqual(["a.pngCancel", "b.pngCancel"]);
    a.asked[0]?.watch.onWaiting?.("No connection.");
    click(a, "Try again");
    expect(boxes(a)).toEqual(["a.pngCancel", "b.pngCancel"]);
    expect(a.asked[0]?.watch.signal.aborted).toBe(true);
    a.asked[0]?.watch.onWaiting?.("No connection.");
    a.asked[2]?.answer.resolve(png);
    await heard();
    a.asked[1]?.watch.onWaiting?.("No connection.");
    click(a, "Leave it out");
    expect(a.asked[1]?.watch.signal.aborted).toBe(true);
    expect([outline(a.view), boxes(a)]).toEqual([["one", "figure "], []]);
  });

  test("who may only read brings nothing, and what was under way then waits", async () => {
    const a = await writing(p("one"));
    pasteFiles(a, "a.png");
    a.editor.setReadOnly(true);
    pasteFiles(a, "b.png");
    expect(a.asked).toHaveLength(1);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["one"]);
    expect(boxes(a)[0]).toContain("can only be read now");
  });

  test("J8 what is under way when its editor goes comes to its place all the same, with what others wrote meanwhile", async () => {
    const a = await writing(p("one", { id: "a" }), p("two", { id: "b" }));
    const b = open(copy(a.ydoc));
    put(a.view, 0, 3);
    pasteFiles(a, "a.png", "b.pdf");
    a.editor.destroy();
    expect(a.asked.map(({ watch }) => [watch.signal.aborted, watch.left?.aborted])).toEqual([
      [false, true],
      [false, true],
    ]);
    put(b.view, 0, 0);
    type(b.view, "above\n");
    exchange(a.ydoc, b.ydoc);
    // Who comes back has another editor.
    const again = open(a.ydoc);
    for (const [index, stored] of [png, pdf].entries()) {
      a.asked[index]?.answer.resolve(stored);
      await heard();
    }
    exchange(a.ydoc, b.ydoc);
    for (const { view } of [again, b]) {
      expect(new Set(outline(view).slice(2, 4))).toEqual(new Set(["figure ", "file b.pdf"]));
      expect(outline(view)).toMatchObject(["above", "one", {}, {}, "two"]);
    }
    expect(again.view.state.doc.child(2).attrs.id).not.toBeNull();
  });

  test("J8 where its place is gone it comes to the end; what is left out before does not come", async () => {
    const a = await writing(p("one", { id: "a" }), p("two", { id: "b" }));
    put(a.view, 0, 3);
    pasteFiles(a, "a.png", "b.png");
    click(a, "Cancel");
    a.editor.destroy();
    const again = open(a.ydoc);
    const { doc, tr } = again.view.state;
    again.view.dispatch(tr.delete(0, doc.child(0).nodeSize));
    for (const { answer } of a.asked) answer.resolve(png);
    await heard();
    expect(outline(again.view)).toHaveLength(2);
    expect(outline(again.view)).toContain("figure ");
  });

  test("J8 what was not stored when its editor goes, or is not after that, is nobody's here; a picture of another site stays one", async () => {
    const a = await writing(p("x"));
    pasteFiles(a, "a.png");
    for (const letter of ["a", "b"]) a.view.pasteHTML(`<img src="https://example.org/${letter}.png">`);
    for (const index of [0, 1]) a.asked[index]?.answer.reject(new Error("It is too large."));
    await heard();
    a.editor.destroy();
    a.asked[2]?.answer.reject(new Error("Its server answers 404."));
    await heard();
    expect(a.asked.every(({ watch }) => watch.left?.aborted)).toBe(true);
    expect(outline(open(a.ydoc).view)).toEqual(["x", "figure ", "figure "]);
  });

  test("J8 the place that a file is told of is one that a page without its editor can put it at, once", async () => {
    const a = await writing(p("one"), p("two"));
    put(a.view, 0, 3);
    a.view.pasteHTML(
      `<figure><img src="data:image/png;base64,AAAA" alt="B"><figcaption>c</figcaption></figure>`,
    );
    const place = JSON.parse(JSON.stringify(a.asked[0]?.watch.place));
    const b = open(copy(a.ydoc));
    const putFile = await loadPutFile();
    putFile(b.ydoc, place, png);
    putFile(b.ydoc, place, png);
    expect(outline(b.view)).toEqual(["one", "figure c", "two"]);
    expect(b.view.state.doc.child(1).attrs).toMatchObject({ src: png.url, alt: "B" });
    // Whatever is told: it stands somewhere.
    for (const [index, odd] of [null, {}, { at: { tname: "x" }, figure: { type: "table" } }].entries())
      putFile(b.ydoc, odd, { ...pdf, url: `${here}/${index + 1}${hash.slice(1)}` });
    expect(outline(b.view).slice(3)).toEqual(["file b.pdf", "file b.pdf", "file b.pdf"]);
  });

  test("J9 a copy of a picture that stands in the text already comes too, and what one page has put no other puts", async () => {
    const a = await writing(p("one"));
    const putFile = await loadPutFile();
    pasteFiles(a, "a.png", "a.png");
    const [first, second] = a.asked.map(({ watch }) => JSON.parse(JSON.stringify(watch.place)));
    a.asked[0]?.answer.resolve(png);
    await heard();
    // The page is gone, perhaps before it could forget the first of them.
    for (const place of [first, second, second]) putFile(a.ydoc, place, png);
    expect(outline(a.view)).toEqual(["one", "figure ", "figure "]);
    // An earlier version's page told of no name.
    putFile(a.ydoc, { at: second.at }, png);
    expect(outline(a.view)).toHaveLength(3);
    // What comes along as a figure, or is none, has a name as well.
    a.view.pasteHTML(`<figure><img src="data:image/png;base64,AAAA"><figcaption>c</figcaption></figure>`);
    const along = JSON.parse(JSON.stringify(a.asked[2]?.watch.place));
    for (const stored of [png, png, pdf]) putFile(a.ydoc, along, stored);
    expect(outline(a.view).filter((line) => line === "figure c")).toHaveLength(1);
    expect(outline(a.view)).toHaveLength(4);
  });

  test("the slash menu and the palette ask for files, where there is a place to keep them", async () => {
    const a = await writing(p());
    let accepts = "";
    const choosing = vi.spyOn(HTMLInputElement.prototype, "click").mockImplementation(function (
      this: HTMLInputElement,
    ) {
      accepts = this.accept;
      Object.defineProperty(this, "files", { value: [new File(["x"], "a.png")] });
      this.dispatchEvent(new Event("change"));
    });
    type(a.view, "/image");
    press(a.view, "Enter");
    await vi.dynamicImportSettled();
    expect([accepts, a.asked.map(({ what }) => what)]).toEqual(["image/*", ["store a.png"]]);
    expect(outline(a.view)).toEqual([""]);
    a.editor.run("file");
    await vi.dynamicImportSettled();
    expect(accepts).toBe("");
    choosing.mockRestore();
    const without = openedAlone(p());
    expect(without.editor.getSnapshot().enabled.has("image")).toBe(false);
  });
});

describe("PA-7 pictures that come with a text", () => {
  const far = "https://example.org/a.png";
  const other = `${pathOf("another-document-here")}/${hash}`;

  test("are fetched and stored before they are in the document, and nothing is loaded from there", async () => {
    const a = await writing(p());
    a.view.pasteHTML(
      `<p>above</p><figure><img src="${far}" alt="A" width="90"><figcaption>c</figcaption></figure><p>below</p>`,
    );
    expect(outline(a.view)).toEqual(["above", "below"]);
    expect(a.asked.map(({ what }) => what)).toEqual([`fetch ${far}`]);
    expect(a.view.dom.querySelectorAll("img, a")).toHaveLength(0);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["above", "figure c", "below"]);
    expect(a.view.state.doc.child(1).attrs).toMatchObject({ src: png.url, alt: "A", width: 90 });
  });

  test.each([
    [
      "a gallery",
      `<figure><figure><img src="${far}1" alt="A"><figcaption>one</figcaption></figure><figure><img src="${far}2" alt="B"></figure></figure>`,
      [`fetch ${far}1`, `fetch ${far}2`],
      /^$/,
    ],
    [
      "two in places of their own",
      `<figure><div><img src="${far}1"></div><div><img src="${far}2"></div></figure>`,
      [`fetch ${far}1`, `fetch ${far}2`],
      /^$/,
    ],
    [
      "one with words beside its caption",
      `<figure><img src="${far}1"><p>Words.</p><figcaption>c</figcaption></figure>`,
      [`fetch ${far}1`],
      /Words\./,
    ],
  ])(
    "nothing of a figure is lost that holds more than a picture and a caption: %s",
    async (_, html, wanted, words) => {
      const a = await writing(p());
      a.view.pasteHTML(html);
      expect(a.asked.map(({ what }) => what)).toEqual(wanted);
      if (words.source !== "^$") expect(a.view.state.doc.textContent).toMatch(words);
    },
  );

  test("an image alone does not split the line that it is pasted in", async () => {
    const a = await writing(p("ab"));
    put(a.view, 0, 1);
    a.view.pasteHTML(`<meta charset="utf-8"><img src="${far}">`);
    expect(outline(a.view)).toEqual(["ab"]);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["ab", "figure "]);
  });

  test("bytes in the text are stored as bytes, and are never in the document", async () => {
    const a = await writing(p());
    const seen: string[] = [];
    a.ydoc.on("update", (update: Uint8Array) => seen.push(new TextDecoder().decode(update)));
    a.view.pasteHTML(`<p>above</p><p><img src="data:image/png;base64,iVBORw0KGgo=" alt="Dot"></p>`);
    expect(a.asked.map(({ what }) => what)).toEqual(["store picture.png"]);
    expect(boxes(a)).toEqual(["DotCancel"]);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["above", "figure "]);
    expect(seen.join("")).not.toMatch(/iVBOR|base64|invalid/);
  });

  test("one in a line comes back into the line, wherever that has gone", async () => {
    const a = await writing(p());
    a.view.pasteHTML(
      `<p>a <img src="${far}" alt="A"> b <img src="data:image/png;base64,AAAA" alt="B"> c</p>`,
    );
    expect(outline(a.view)).toEqual(["a  b  c"]);
    put(a.view, 0, 0);
    type(a.view, "x\n");
    a.asked[1]?.answer.resolve(png);
    await heard();
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view)).toEqual(["x", "a A b B c"]);
    expect(a.view.dom.querySelectorAll("img[data-quire=image]")).toHaveLength(2);
  });

  test.each([
    ["alone", []],
    ["beside the picture's bytes", ["a.png"]],
  ])(
    "PA-7 words that are dropped with pictures among them come where they are dropped, %s",
    async (_, names) => {
      const a = await writing(p("one"), p("two"));
      vi.spyOn(a.view, "posAtCoords").mockReturnValue({
        pos: a.view.state.doc.child(0).nodeSize + 4,
        inside: -1,
      });
      const dataTransfer = new DataTransfer();
      for (const name of names) dataTransfer.items.add(new File(["x"], name, { type: "image/png" }));
      const html = `<p>, words <img src="${far}" alt="A"> and <img src="data:image/png;base64,AAAA" alt="B"></p>`;
      dataTransfer.setData("text/html", html);
      a.view.dom.dispatchEvent(Object.assign(new MouseEvent("drop", { cancelable: true }), { dataTransfer }));
      expect(outline(a.view)).toEqual(["one", "two, words  and "]);
      for (const { answer } of a.asked.toReversed()) {
        answer.resolve(png);
        await heard();
      }
      expect(a.asked.map(({ what }) => what)).toEqual([`fetch ${far}`, "store picture.png"]);
      expect(outline(a.view)).toEqual(["one", "two, words A and B"]);
    },
  );

  test("one of another document of ours is copied, and one of this document stays", async () => {
    const a = await writing(p());
    const from = openedAlone(
      ...[other, png.url].map((src) => schema.node("figure", { src }, [schema.text("c")])),
    );
    from.view.dom.dispatchEvent(new FocusEvent("focus"));
    await vi.dynamicImportSettled();
    press(from.view, "Mod-a");
    const { dom } = from.view.serializeForClipboard(from.view.state.selection.content());
    a.view.pasteHTML(dom.innerHTML);
    expect(a.asked.map(({ what }) => what)).toEqual([`copy ${other}`]);
    a.asked[0]?.answer.resolve(png);
    await heard();
    expect(outline(a.view).filter((line) => line !== "")).toEqual(["figure c", "figure c"]);
  });

  test("one that cannot be had may stay as a link", async () => {
    const a = await writing(p("x"));
    a.view.pasteHTML(`<img src="${far}" alt="A">`);
    a.asked[0]?.answer.reject(new Error("Its server answers 404."));
    await heard();
    expect(outline(a.view)).toEqual(["x"]);
    click(a, "Keep its address");
    expect(outline(a.view)).toEqual(["x", "figure "]);
    expect(a.view.dom.querySelector("img")).toBeNull();
    expect(a.view.dom.querySelector("figure a")?.getAttribute("href")).toBe(far);
    await vi.dynamicImportSettled();
    click(a, "Store it in this document");
    const says = () => a.view.dom.querySelector("figure button")?.textContent;
    a.asked[1]?.watch.onWaiting?.("No connection.");
    expect(says()).toBe("No connection.");
    a.asked[1]?.watch.onProgress(0);
    expect(says()).toBe("Store it in this document");
    a.asked[1]?.answer.resolve(png);
    await heard();
    expect(a.view.dom.querySelector("img")?.getAttribute("src")).toBe(png.url);
  });

  test("a picture of a text beside the text is not brought", async () => {
    const a = await writing(p());
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", "<p>words</p>");
    clipboardData.setData("text/plain", "words");
    clipboardData.items.add(new File(["x"], "image.png", { type: "image/png" }));
    a.view.dom.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
    expect([outline(a.view), a.asked.length]).toEqual([["words"], 0]);
  });
});

describe("J5 a picture that is not at its address", () => {
  const figure = () => schema.node("figure", { src: png.url }, [schema.text("c")]);
  const fail = (image: HTMLImageElement | null) => image?.dispatchEvent(new Event("error"));
  const imageIn = ({ view }: Peer) => view.dom.querySelector("img");

  test("is shown from this device where it is there, also while its caption is written", async () => {
    const { uploads } = heldStore();
    const findHere = vi.fn(async () => "blob:here");
    const a = open(shared(figure()), { uploads: { ...uploads, findHere } });
    fail(imageIn(a));
    await expect.poll(() => imageIn(a)?.getAttribute("src")).toBe("blob:here");
    put(a.view, 0, 1);
    type(a.view, "!");
    expect(imageIn(a)?.getAttribute("src")).toBe("blob:here");
    // What is here cannot be drawn: from now on it is looked for at its address alone.
    fail(imageIn(a));
    await expect.poll(() => imageIn(a)?.getAttribute("src")).toBe(png.url);
    fail(imageIn(a));
    await expect.poll(() => imageIn(a)?.className).toBe("quire-absent");
    expect(findHere).toHaveBeenCalledTimes(1);
  });

  test("is a quiet place that says so, and looks again until the picture is there", async () => {
    const { uploads } = heldStore();
    const a = open(shared(figure()), { uploads });
    const image = imageIn(a);
    const asked = vi.spyOn(image ?? new Image(), "src", "set");
    fail(image);
    await expect.poll(() => image?.className).toBe("quire-absent");
    expect(image?.title).toBe("This picture is still on its way. It comes by itself.");
    window.dispatchEvent(new Event("online"));
    expect(asked).toHaveBeenCalledWith(png.url);
    fail(image);
    await expect.poll(() => asked.mock.calls.length, { timeout: 5_000 }).toBe(2);
    image?.dispatchEvent(new Event("load"));
    expect([image?.className, image?.title]).toEqual(["", ""]);
  });
});
