/** Something that can be done to the table around the selection. */
export interface TableChoice {
  readonly id: string;
  /** What all of them are called together. */
  readonly section: string;
  /** Its name, behind that of the menu that has it in the table's own bar. */
  readonly label: string;
  /** Does it, and puts the focus back into the text. */
  run(): void;
}
