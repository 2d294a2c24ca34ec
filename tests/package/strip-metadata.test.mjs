// What pictures say beside their pixels is taken out, and the pixels stay. The pictures are put together
// here, segment by segment, as the formats describe them.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, describe, it } from "node:test";
import { deflateSync } from "node:zlib";
import { importPackage } from "./lib/dist.mjs";

let evidence;
before(async () => {
  evidence = (await (await importPackage("index.js")).load()).evidence;
});

const ascii = (text) => Buffer.from(text, "latin1");
const word = (value) => Buffer.from([value >> 8, value & 255]);
const has = (bytes, text) => Buffer.from(bytes).includes(text);

/** CRC-32 of PNG, annex D. */
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}

function chunk(name, data) {
  const body = Buffer.concat([ascii(name), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc(body), body.length + 4);
  return out;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
const pixels = deflateSync(Buffer.from([0, 127]));
const plainPng = Buffer.concat([
  PNG,
  chunk("IHDR", header),
  chunk("gAMA", Buffer.from([0, 0, 177, 143])),
  chunk("IDAT", pixels),
  chunk("IEND", Buffer.alloc(0)),
]);

/** An Exif block of either byte order, with an orientation and a place. */
function exif(order, orientation) {
  const little = order === "II";
  const two = (value) => (little ? Buffer.from([value & 255, value >> 8]) : word(value));
  const four = (value) => {
    const out = Buffer.alloc(4);
    if (little) out.writeUInt32LE(value);
    else out.writeUInt32BE(value);
    return out;
  };
  const entry = (tag, type, count, value) =>
    Buffer.concat([two(tag), two(type), four(count), value, Buffer.alloc(4 - value.length)]);
  return Buffer.concat([
    ascii(`Exif\0\0${order}`),
    two(42),
    four(8),
    two(2),
    entry(0x010f, 2, 4, ascii("CAM\0")),
    entry(0x0112, 3, 1, two(orientation)),
    four(0),
    ascii("GPS 47.3769 N 8.5417 E"),
  ]);
}

const segment = (marker, data) =>
  Buffer.concat([Buffer.from([0xff, marker]), word(data.length + 2), data]);
const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const JFIF = segment(
  0xe0,
  Buffer.concat([ascii("JFIF\0"), Buffer.from([1, 1, 0, 0, 1, 0, 1, 0, 0])]),
);
const tables = [
  segment(0xdb, Buffer.alloc(65, 1)),
  segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
  segment(0xc4, Buffer.alloc(20, 0)),
];
// Two scans, as a progressive picture has them, with a stuffed byte and a restart marker.
const scans = [
  segment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])),
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
  segment(0xc4, Buffer.alloc(19, 0)),
  segment(0xda, Buffer.from([1, 1, 0, 0, 0x3f, 0])),
  Buffer.from([0x78, 0xff, 0x00]),
];
const icc = segment(0xe2, ascii("ICC_PROFILE\0\x01\x01profile"));
const adobe = segment(0xee, ascii("Adobe\0d\0\0\0\0\x01"));
const plainJpeg = Buffer.concat([SOI, JFIF, icc, adobe, ...tables, ...scans, EOI]);

const fourcc = (name, data) => {
  const out = Buffer.alloc(8);
  ascii(name).copy(out);
  out.writeUInt32LE(data.length, 4);
  return Buffer.concat([out, data, Buffer.alloc(data.length % 2)]);
};
function webp(...chunks) {
  const body = Buffer.concat([ascii("WEBP"), ...chunks]);
  return fourcc("RIFF", body);
}

describe("stripMetadata", () => {
  it("gives a picture without metadata back as it is", () => {
    for (const picture of [plainPng, plainJpeg, webp(fourcc("VP8L", Buffer.from([0x2f, 0, 0])))]) {
      const bytes = new Uint8Array(picture);
      const stripped = evidence.stripMetadata(bytes);
      assert.deepEqual(stripped.removed, []);
      assert.equal(stripped.known, true);
      assert.equal(stripped.content, bytes);
    }
  });

  it("PNG: texts, times, Exif and what follows go; pixels, colours and animation stay", () => {
    const dirty = Buffer.concat([
      PNG,
      chunk("IHDR", header),
      chunk("gAMA", Buffer.from([0, 0, 177, 143])),
      chunk("tEXt", ascii("Author\0Jane Doe")),
      chunk("eXIf", exif("II", 6).subarray(6)),
      chunk("tIME", Buffer.alloc(7)),
      chunk("IDAT", pixels),
      chunk("iTXt", ascii("XML:com.adobe.xmp\0secret")),
      chunk("IEND", Buffer.alloc(0)),
      ascii("PK\x03\x04 a hidden archive"),
    ]);
    const { content, removed, known } = evidence.stripMetadata(new Uint8Array(dirty));
    assert.equal(known, true);
    assert.deepEqual(removed, ["tEXt", "Exif", "tIME", "iTXt", "what follows the picture"]);
    assert.deepEqual(Buffer.from(content), plainPng);
  });

  it("JPEG: Exif, XMP, IPTC, comments, thumbnails and what follows go", () => {
    const thumbnail = segment(
      0xe0,
      Buffer.concat([ascii("JFIF\0"), Buffer.from([1, 1, 0, 0, 1, 0, 1, 1, 1]), ascii("abc")]),
    );
    const dirty = Buffer.concat([
      SOI,
      thumbnail,
      segment(0xe1, exif("MM", 1)),
      segment(0xe1, ascii("http://ns.adobe.com/xap/1.0/\0<x>secret</x>")),
      icc,
      segment(0xe2, ascii("MPF\0second picture")),
      segment(0xed, ascii("Photoshop 3.0\x008BIM secret")),
      adobe,
      ...tables,
      segment(0xfe, ascii("shot by Jane")),
      ...scans,
      EOI,
      ascii("a moving picture"),
    ]);
    const { content, removed } = evidence.stripMetadata(new Uint8Array(dirty));
    assert.deepEqual(removed, [
      "thumbnail",
      "Exif",
      "XMP",
      "APP2",
      "IPTC",
      "comment",
      "what follows the picture",
    ]);
    assert.deepEqual(Buffer.from(content), plainJpeg);
  });

  it("JPEG: how the picture is turned stays, in both byte orders, and nothing else of Exif", () => {
    for (const order of ["II", "MM"]) {
      for (let turned = 2; turned <= 8; turned += 1) {
        const dirty = Buffer.concat([
          SOI,
          segment(0xe1, exif(order, turned)),
          JFIF,
          ...tables,
          ...scans,
          EOI,
        ]);
        const { content, removed } = evidence.stripMetadata(new Uint8Array(dirty));
        assert.deepEqual(removed, ["Exif"]);
        assert.ok(!has(content, "GPS") && !has(content, "CAM"));
        const again = evidence.stripMetadata(content);
        assert.deepEqual(again.removed, []);
        const at = Buffer.from(content).indexOf("Exif");
        assert.equal(content[at + 6 + 19], turned);
      }
    }
    const wrong = Buffer.concat([SOI, segment(0xe1, exif("II", 77)), ...tables, ...scans, EOI]);
    assert.ok(!has(evidence.stripMetadata(new Uint8Array(wrong)).content, "Exif"));
  });

  it("WebP: Exif and XMP go, and the flags that announce them", () => {
    const vp8x = (flags) => fourcc("VP8X", Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    const image = fourcc("VP8 ", Buffer.from([1, 2, 3]));
    const dirty = webp(
      vp8x(0x2c),
      fourcc("ICCP", ascii("profile")),
      image,
      fourcc("EXIF", exif("II", 6)),
      fourcc("XMP ", ascii("<x>secret</x>")),
    );
    const { content, removed } = evidence.stripMetadata(
      new Uint8Array(Buffer.concat([dirty, ascii("tail")])),
    );
    assert.deepEqual(removed, ["Exif", "XMP", "what follows the picture"]);
    assert.deepEqual(
      Buffer.from(content),
      webp(vp8x(0x20), fourcc("ICCP", ascii("profile")), image),
    );
  });

  it("leaves other files, and damaged pictures, as they are", () => {
    for (const bytes of [ascii("%PDF-1.7"), ascii("GIF89a"), ascii("hello"), Buffer.alloc(0)]) {
      const stripped = evidence.stripMetadata(new Uint8Array(bytes));
      assert.deepEqual(stripped.removed, []);
      assert.equal(stripped.known, false);
    }
    assert.throws(() => evidence.stripMetadata("text"), { code: "input.type" });
  });

  it("never fails, wherever a picture is cut or changed", () => {
    const jpeg = Buffer.concat([SOI, segment(0xe1, exif("II", 6)), ...tables, ...scans, EOI]);
    const picture = webp(fourcc("VP8 ", Buffer.from([1, 2, 3])), fourcc("EXIF", ascii("x")));
    for (const whole of [plainPng, plainJpeg, jpeg, picture]) {
      for (let length = 0; length <= whole.length; length += 1) {
        const { content, known } = evidence.stripMetadata(
          new Uint8Array(whole.subarray(0, length)),
        );
        assert.equal(known, length === whole.length, `${length} of ${whole.length}`);
        if (!known) assert.equal(content.length, length);
      }
      let seed = 1;
      for (let i = 0; i < 300; i += 1) {
        const changed = new Uint8Array(whole);
        seed = (seed * 48_271) % 2_147_483_647;
        changed[seed % changed.length] = seed >> 8;
        const { content } = evidence.stripMetadata(changed);
        assert.ok(content.length <= changed.length + 40);
        assert.equal(createHash("sha256").update(content).digest().length, 32);
      }
    }
  });
});
