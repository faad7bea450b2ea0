const key = "quire-typography";

/** Whether quotes, dashes and their like are set as they are typed on this device. What is typed stays as it is until somebody asks. */
export function setsTypography(storage: Pick<Storage, "getItem"> | undefined): boolean {
  return storage?.getItem(key) === "on";
}

/** Keeps the choice on this device. */
export function chooseTypography(isOn: boolean, storage: Storage | undefined): void {
  if (isOn) storage?.setItem(key, "on");
  else storage?.removeItem(key);
}
