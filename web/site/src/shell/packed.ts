// A text packed for the fragment of a link, which is never sent to the server that hosts the page.

/** More than this, unpacked, is not read from a link. */
const LARGEST = 3_000_000;
const PREFIX = "1.";

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 32_768) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  }
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** At most LARGEST bytes of the stream as text: a small link must not become a huge page. */
async function readText(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > LARGEST) {
      await reader.cancel();
      throw new Error("It is larger than 3 MB when unpacked.");
    }
    text += decoder.decode(value, { stream: true });
  }
}

export async function packText(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return PREFIX + base64url(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** The text; an Error says in a sentence why there is none. */
export async function unpackText(packed: string): Promise<string> {
  if (!packed.startsWith(PREFIX)) {
    throw new Error("This link was made by another version of the page.");
  }
  try {
    const bytes = bytesOf(packed.slice(PREFIX.length));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await readText(stream);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("It is")) throw error;
    throw new Error("It was cut or changed on its way.");
  }
}
