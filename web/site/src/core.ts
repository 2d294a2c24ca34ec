import { type Dikast, load } from "dikast/lean";
import wasmUrl from "dikast/dikast.wasm?url";

/** The core, started once. Everything the page shows was computed by it. */
export const core: Promise<Dikast> = load(
  wasmUrl === "" ? {} : { wasm: new URL(wasmUrl, document.baseURI) },
);

// The frame tells it, whatever page is shown.
core.catch(() => dispatchEvent(new Event("dikast-core")));
