/** What stands in a form's field; nothing where there is no such field, or a file in it. */
export function formText(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
