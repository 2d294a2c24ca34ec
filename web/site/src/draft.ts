/** What a person typed: kept in the browser, so that a reload loses nothing. */
export interface Draft {
  example: string;
  template: string;
  mappings: string;
  parameters: Record<string, string>;
}

const KEY = "dikast.draft.1";

export function readDraft(): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(KEY) ?? "null") as Draft | null;
    const whole =
      draft !== null && typeof draft.template === "string" && typeof draft.mappings === "string";
    return whole ? { ...draft, parameters: draft.parameters ?? {} } : undefined;
  } catch {
    return undefined;
  }
}

/** False when the browser refused: its storage is full or turned off. */
export function writeDraft(draft: Draft): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** Hands the draft over as a file. */
export function downloadDraft(draft: Draft): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(draft, null, 2)], { type: "application/json" }),
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = "dispute-template.dikast.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The draft in a file that downloadDraft made, or a sentence about what is wrong with the file. */
export async function openDraft(file: File): Promise<Draft | string> {
  if (file.size > 3_000_000) return `${file.name} is too large for a project (3 MB).`;
  try {
    const draft = JSON.parse(await file.text()) as Partial<Draft>;
    if (typeof draft.template !== "string" || typeof draft.mappings !== "string") {
      return `${file.name} is no project: it has no template and mappings as text.`;
    }
    return {
      example: typeof draft.example === "string" ? draft.example : "",
      template: draft.template,
      mappings: draft.mappings,
      parameters: draft.parameters ?? {},
    };
  } catch {
    return `${file.name} is not JSON.`;
  }
}
