/** A text that the search box hands to a page; it stays out of the address, which is shared. */
let kept = "";

export function keepText(text: string): void {
  kept = text;
}

/** The text handed over, once. */
export function takeText(): string {
  const text = kept;
  kept = "";
  return text;
}
