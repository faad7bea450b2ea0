/** The CommonMark specification as npm ships it: its Markdown, and its examples. */
declare module "commonmark-spec" {
  interface Example {
    readonly markdown: string;
    readonly html: string;
    readonly section: string;
    readonly number: number;
  }
  const spec: { readonly text: string; readonly tests: readonly Example[] };
  export default spec;
}
