/** One short message to the person, shown and read aloud. */
export interface Toast {
  readonly text: string;
}

const SHOWN_FOR = 6000;

/** Messages about what was just done. Fires "change". What must not be missed stands in a page instead. */
export class Toasts extends EventTarget {
  list: readonly Toast[] = [];

  say(text: string): void {
    const toast = { text };
    this.#set([...this.list.slice(-2), toast]);
    setTimeout(() => this.close(toast), SHOWN_FOR);
  }

  close(toast: Toast): void {
    this.#set(this.list.filter((each) => each !== toast));
  }

  #set(list: readonly Toast[]): void {
    this.list = list;
    this.dispatchEvent(new Event("change"));
  }
}

export const toasts = new Toasts();
