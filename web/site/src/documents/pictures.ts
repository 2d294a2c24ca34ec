import { core } from "../core.js";
import { chains } from "../shell/chains.js";
import { net } from "../shell/net.js";

const LARGEST = 8_000_000;
const SHOWN = new Set(["png", "jpg", "gif", "webp", "bmp"]);

/** Bytes as an address of this page, with the type that they have and none that somebody claims. */
export function blobUrl(content: Uint8Array, mime: string): string {
  return URL.createObjectURL(new Blob([content as Uint8Array<ArrayBuffer>], { type: mime }));
}

/** Whether a kind of file is a picture that a browser draws and nothing else. */
export const isPicture = (type: string): boolean => SHOWN.has(type);

/** The IPFS gateways that the chosen chain is read with. */
export function gatewaysHere(): { gateways?: readonly string[] } {
  const { world } = chains.current;
  return world ? { gateways: [world.gatewayUrl] } : {};
}

/** A picture of IPFS, its bytes checked. */
export async function pictureAt(uri: string): Promise<string> {
  const dikast = await core;
  const found = await dikast.ipfs.fetch(uri, {
    fetch: net.fetch,
    limits: { bytes: LARGEST },
    ...gatewaysHere(),
  });
  const { type, mime } = dikast.evidence.fileKind(found.bytes);
  if (!isPicture(type)) throw new Error("The file is no picture.");
  return blobUrl(found.bytes, mime);
}

const LARGEST_DRAWING = 2000;

/** An SVG drawn as a picture of pixels: as an image it cannot run, load or lead anywhere. */
export async function drawn(svg: Uint8Array): Promise<string> {
  const source = blobUrl(svg, "image/svg+xml");
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, LARGEST_DRAWING / Math.max(width, height, 1));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("The drawing cannot be drawn.");
    return URL.createObjectURL(blob);
  } finally {
    URL.revokeObjectURL(source);
  }
}
