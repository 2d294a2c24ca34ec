/** What the person chose; "system" follows the operating system. */
export type Theme = "system" | "light" | "dark";

const KEY = "dikast.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

function apply(theme: Theme): void {
  const shown = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
  document.documentElement.dataset.theme = shown;
}

/** Shows the theme and keeps it where the browser allows. */
export function writeTheme(theme: Theme): void {
  apply(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Kept for this page only.
  }
}

apply(readTheme());
dark.addEventListener("change", () => apply(readTheme()));
