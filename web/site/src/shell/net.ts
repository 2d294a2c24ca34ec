const KEY = "dikast.offline";

/** Thrown instead of asking anybody while the page is switched to offline. */
export class OfflineError extends Error {
  constructor() {
    super("The page is switched to offline, so nothing was asked. Switch it back on above.");
    this.name = "OfflineError";
  }
}

/**
 * The one way out of the page. While it is offline nothing leaves; what went out is counted by host,
 * for the footer. Fires "change".
 */
export class Net extends EventTarget {
  #offline = false;
  readonly asked = new Map<string, number>();

  constructor() {
    super();
    try {
      this.#offline = localStorage.getItem(KEY) === "1";
    } catch {
      // Storage is turned off: online, until the switch is pressed.
    }
  }

  get offline(): boolean {
    return this.#offline;
  }

  set offline(offline: boolean) {
    this.#offline = offline;
    try {
      if (offline) localStorage.setItem(KEY, "1");
      else localStorage.removeItem(KEY);
    } catch {
      // Kept for this page only.
    }
    this.dispatchEvent(new Event("change"));
  }

  readonly fetch: typeof fetch = async (input, init) => {
    if (this.#offline) throw new OfflineError();
    const url = new URL(input instanceof Request ? input.url : input, document.baseURI);
    this.asked.set(url.host, (this.asked.get(url.host) ?? 0) + 1);
    this.dispatchEvent(new Event("change"));
    return fetch(input, init);
  };
}

export const net = new Net();
