import "./theme.js";
import "./app.js";
