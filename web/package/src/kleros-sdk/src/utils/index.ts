export * from "./getDispute.js";
