"use strict";
// require("dikast"). The toolkit is an ES module and load() waits in any case, so this door is small.

/** Stands for the ES module's class: instanceof is true for what the toolkit throws. */
class DikastError extends Error {
  static [Symbol.hasInstance](value) {
    return typeof value === "object" && value !== null && Symbol.for("dikast.error") in value;
  }
}

exports.DikastError = DikastError;
exports.load = async (options) => (await import("./index.js")).load(options);
