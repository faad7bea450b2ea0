import { schema } from "@quire/schema";
import { describe, expect, test } from "vitest";
import { copy, hr, li, open, opened, outline, type Peer, p, pre, press, put } from "../../test/peers.ts";

/** Lets all be loaded that copying takes, as it is when somebody is in the text. */
async function enter({ view }: Peer): Promise<void> {
  view.dom.dispatchEvent(new FocusEvent("focus"));
  await import("./clipboard-props.ts");
  await new Promise((done) => setTimeout(done));
}

async function copyAll(peer: Peer): Promise<{ html: string; text: string }> {
  const { view } = peer;
  await enter(peer);
  const { dom, text } = view.serializeForClipboard(view.state.doc.slice(0, view.state.doc.content.size));
  return { html: dom.innerHTML.replace(/ data-(pm-slice|quire[a-z-]*|language)="[^"]*"/g, ""), text };
}

const nested = [
  li("ordered", "five", { start: 5 }),
  li("bullet", "a", { indent: 1 }),
  li("bullet", "b", { indent: 1 }),
  li("ordered", "six"),
  p("more of six", { indent: 1 }),
  li("task", "done", { checked: true }),
];

describe("what is copied", () => {
  test("ED-5 is real nested lists with the number they start at", async () => {
    expect((await copyAll(opened(...nested))).html).toBe(
      '<ol start="5"><li><p>five</p><ul><li><p>a</p></li><li><p>b</p></li></ul></li>' +
        "<li><p>six</p><p>more of six</p></li></ol>" +
        '<ul><li><input type="checkbox" checked=""><p>done</p></li></ul>',
    );
  });

  test("is quotes around what they quote, headings, code and dividers", async () => {
    const peer = opened(
      p("T", { kind: "heading", level: 2 }),
      p("a", { kind: "quote" }),
      li("bullet", "b", { kind: "quote" }),
      p("c", { kind: "quote", level: 2 }),
      pre("x\ny"),
      hr(),
    );
    expect((await copyAll(peer)).html).toBe(
      "<h2>T</h2><blockquote><p>a</p><ul><li><p>b</p></li></ul></blockquote>" +
        "<blockquote><blockquote><p>c</p></blockquote></blockquote><pre><code>x\ny</code></pre><hr>",
    );
  });

  test("reads well as plain text", async () => {
    expect((await copyAll(opened(p("Before"), ...nested))).text).toBe(
      "Before\n\n5. five\n  - a\n  - b\n6. six\n\n  more of six\n\n[x] done",
    );
  });

  test("is only the words where it is part of one block", async () => {
    const peer = opened(li("bullet", "one two"));
    await enter(peer);
    const { view } = peer;
    expect(view.serializeForClipboard(view.state.doc.slice(2, 5)).text).toBe("ne ");
  });

  test("comes back as it was when pasted, with ids of its own", async () => {
    const from = opened(
      ...nested.map((node, index) =>
        schema.node("paragraph", { ...node.attrs, id: `id${index}` }, node.content),
      ),
    );
    await enter(from);
    const { dom } = from.view.serializeForClipboard(
      from.view.state.doc.slice(0, from.view.state.doc.content.size),
    );
    const to = opened(p(""));
    await enter(to);
    to.view.pasteHTML(dom.innerHTML);
    expect(outline(to.view)).toEqual(outline(from.view));
    const ids = to.view.state.doc.children.map((node) => node.attrs.id);
    expect(new Set(ids).size).toBe(nested.length);
    expect(ids.some((id) => String(id).startsWith("id"))).toBe(false);
    const again = open(copy(to.ydoc));
    expect(outline(again.view)).toEqual(outline(from.view));
  });
});

function paste({ view }: Peer, text: string): void {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const clipboardData = { getData: (kind: string) => (kind === "text/plain" ? text : ""), files: [] };
  view.dom.dispatchEvent(Object.assign(event, { clipboardData }));
}

describe("what is pasted", () => {
  test("keeps the kind of its first block in an empty line, with the caret behind the last one", async () => {
    for (const [html, ...blocks] of [
      ["<h2>a title</h2><p>text</p>", "h2 a title", "text"],
      ["<ul><li>one</li><li>two</li></ul>", "- one", "- two"],
      ["<h2>a title</h2>", "h2 a title"],
    ] as const) {
      const peer = opened(p("above"), p(""), p("below"));
      await enter(peer);
      put(peer.view, 1, 0);
      peer.view.pasteHTML(html);
      expect(outline(peer.view)).toEqual(["above", ...blocks, "below"]);
      const { $from } = peer.view.state.selection;
      expect($from.parentOffset).toBe($from.parent.content.size);
      expect($from.index(0)).toBe(peer.view.state.doc.childCount - 2);
    }
  });

  test("joins the words of a line that has some", async () => {
    const peer = opened(p("ab"));
    await enter(peer);
    put(peer.view, 0, 1);
    peer.view.pasteHTML("<h2>x</h2>");
    expect(outline(peer.view)).toEqual(["axb"]);
  });

  test("ED-7 in code is plain, whatever it looks like", async () => {
    const peer = opened(pre("ab"));
    await enter(peer);
    put(peer.view, 0, 1);
    paste(peer, "# x\r\n- y\n\nz");
    expect(outline(peer.view)).toEqual(["code a# x\n- y\n\nzb"]);
    press(peer.view, "Mod-z");
    expect(outline(peer.view)).toEqual(["code ab"]);
  });

  test("ED-8 an address over a selection links it; an unsafe one is text", async () => {
    const peer = opened(p("see here"));
    await enter(peer);
    put(peer.view, 0, 4, 0, 8);
    paste(peer, " https://a.example/x ");
    expect(outline(peer.view)).toEqual(["see here"]);
    expect(peer.editor.getSnapshot().link).toEqual({ href: "https://a.example/x" });
    put(peer.view, 0, 0, 0, 3);
    paste(peer, "javascript:alert(1)");
    expect(outline(peer.view)[0]).toContain("javascript:alert(1)");
    expect(peer.view.dom.querySelectorAll("a")).toHaveLength(1);
  });

  test("ED-8 a link in pasted HTML that is not safe is only its text", async () => {
    const peer = opened(p(""));
    await enter(peer);
    peer.view.pasteHTML('<p><a href="javascript:alert(1)">x</a> <a href="https://a.example">y</a></p>');
    expect([...peer.view.dom.querySelectorAll("a")].map((link) => link.textContent)).toEqual(["y"]);
  });
});
