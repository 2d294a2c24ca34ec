export * from "./executeActions.js";
