// A project in the fragment of a link: it is never sent to the server that hosts the page.
import { packText, unpackText } from "../shell/packed.js";
import { type Draft, readDraft } from "./draft.js";

/** The documents of a draft, packed for a link. Recordings stay out: they are large. */
export async function pack(draft: Draft): Promise<string> {
  const { example, template, mappings, parameters, tag } = draft;
  return packText(JSON.stringify({ example, template, mappings, parameters, tag }));
}

/** The draft in a link, or a sentence about why there is none. */
export async function unpack(packed: string): Promise<Draft | string> {
  try {
    const draft = readDraft(JSON.parse(await unpackText(packed)));
    return draft ?? "The link holds no template.";
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("This link")) return error.message;
    const reason =
      error instanceof Error && error.message.startsWith("It ")
        ? error.message
        : "It was cut or changed on its way.";
    return `The project in this link cannot be read. ${reason}`;
  }
}
