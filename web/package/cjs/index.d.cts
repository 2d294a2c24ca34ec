import type * as dikast from "./index.js" with { "resolution-mode": "import" };

export type * from "./index.js" with { "resolution-mode": "import" };

/** As load() of the ES module. */
export declare const load: typeof dikast.load;
/** For instanceof only. */
export declare const DikastError: typeof dikast.DikastError;
