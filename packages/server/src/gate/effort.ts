/** How much was looked at: what judging costs, counted, since a clock would tell of the machine as well. */
export class Effort {
  steps = 0;
}
