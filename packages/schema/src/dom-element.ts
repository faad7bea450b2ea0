/** What we ask of a DOM element. This package is compiled without the DOM's types, so that nothing here can need a page. */
export interface DomElement {
  readonly nodeName: string;
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly parentNode: DomElement | null;
  readonly firstChild: DomElement | null;
  readonly nextSibling: DomElement | null;
  readonly previousSibling: DomElement | null;
  readonly ownerDocument: { createElement(name: string): DomElement };
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  querySelector(selector: string): DomElement | null;
  insertBefore(child: DomElement, before: DomElement | null): DomElement;
  appendChild(child: DomElement): DomElement;
}
