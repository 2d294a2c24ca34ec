import type { BigIntish, Hex } from "./common.types.js";
import { DikastError } from "./errors.js";
import type { MachineDeadline } from "./machine.types.js";
import type { CalendarOptions, TimelineApi } from "./timeline.types.js";

const titles: Readonly<Record<string, string>> = {
  appealPeriodEnd: "The appeal period ends",
  appealPeriodPassable: "The appeal period can be closed",
  appealPeriodPassableUnfunded: "The appeal period can be closed, nothing being funded in full",
  appealPeriodStart: "The appeal period begins",
  commitPeriodEnd: "Time to commit votes is over",
  commitPeriodPassable: "The commit period can be closed",
  deliveryDeadlineByConvention: "Delivery is due, by convention",
  drawingPhasePassable: "The drawing phase can be closed",
  evidencePeriodEnd: "The evidence period can be closed",
  feeTimeout: "The other side's fee is overdue",
  loserFundingEnd: "Funding of choices that did not win ends",
  paymentTimeout: "The payment can be executed",
  stakingPhasePassable: "The staking phase can be closed",
  votePeriodEnd: "Time to vote is over",
  votePeriodPassable: "The vote period can be closed",
  winnerFundingEnd: "Funding of the winning choice ends",
};

/** "revealEnd" as "Reveal end", for machines whose names are not in the table. */
function spelledOut(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const title = ({ name }: MachineDeadline): string =>
  Object.hasOwn(titles, name) ? (titles[name] as string) : spelledOut(name);

function certainty(deadline: MachineDeadline): string {
  const { certainty: kind, opens, function: call } = deadline;
  switch (kind) {
    case "fixed":
      return `${opens ? "Begins" : "Ends"} by itself: the clock alone decides.`;
    case "awaitsCall":
      return `Waits for somebody's call of ${call}: from then on it can be made, and until it is made nothing changes.`;
    case "canBeCut":
      return "May be cut short: another's call can end it before.";
  }
}

const LAST = 253_402_300_799n; // 9999-12-31T23:59:59Z

function wrong(path: string, message: string): DikastError {
  return new DikastError({ code: "machine.argument", path, message });
}

function seconds(value: BigIntish, path: string): bigint {
  const text = String(value);
  if (!/^(?:\d{1,78}|0x[0-9a-fA-F]{1,64})$/.test(text)) {
    throw wrong(path, "Whole seconds since 1970 are needed.");
  }
  return BigInt(text);
}

/** 20260101T120000Z */
const stamp = (time: bigint): string =>
  new Date(Number(time) * 1000).toISOString().replace(/[-:]|\.000/g, "");

/** 2026-01-01 12:00:00 UTC */
const readable = (time: bigint): string =>
  new Date(Number(time) * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");

/** TEXT of RFC 5545 3.3.11; control characters other than line breaks have no place in it. */
const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, " ")
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\n/g, "\\n");

const encoder = new TextEncoder();
const LINE = 75;

/** Content lines are at most 75 octets long; longer ones go on after CRLF and a space (3.1). */
function folded(line: string): string {
  let result = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}

function checkedUrl(url: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw wrong("/options/url", "This is no URL.");
  }
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") {
    throw wrong("/options/url", "Only http and https are taken.");
  }
  return parsed.href;
}

interface Entry {
  readonly deadline: MachineDeadline;
  readonly time: bigint;
  readonly uid: string;
}

function alarm(before: bigint, what: string): string[] {
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(what)}`,
    `TRIGGER:-PT${before}S`,
    "END:VALARM",
  ];
}

function event({ deadline, time, uid }: Entry, options: CalendarOptions, url?: string): string[] {
  const { subject, who, function: call } = deadline;
  const about = subject === undefined || subject === "" ? "" : ` (${subject})`;
  const what = `${options.title}: ${title(deadline)}${about}`;
  const lines = [
    certainty(deadline),
    `Concerns: ${who}.`,
    `Call: ${call}.`,
    `${readable(time)}, Unix time ${time}.`,
    ...(url === undefined ? [] : [url]),
  ];
  const made = options.now === undefined ? time : seconds(options.now, "/options/now");
  const reminders = (options.remindBefore ?? []).flatMap((before, i) =>
    alarm(seconds(before, `/options/remindBefore/${i}`), what),
  );
  return [
    "BEGIN:VEVENT",
    `UID:${uid}`,
    `DTSTAMP:${stamp(made > LAST ? LAST : made)}`,
    `DTSTART:${stamp(time)}`,
    `SUMMARY:${escaped(what)}`,
    `DESCRIPTION:${escaped(lines.join("\n"))}`,
    ...(url === undefined ? [] : [`URL:${url}`]),
    "TRANSP:TRANSPARENT",
    ...reminders,
    "END:VEVENT",
  ];
}

const units = [
  ["day", 86_400n, 2n],
  ["hour", 3600n, 2n],
  ["minute", 60n, 2n],
] as const;

/** "in 3 days", in the largest unit of which there are at least two. */
function fromNow(time: bigint, now: bigint, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  const distance = time > now ? time - now : now - time;
  const sign = time >= now ? 1 : -1;
  for (const [unit, size, least] of units) {
    if (distance >= size * least) return format.format(sign * Number(distance / size), unit);
  }
  return format.format(sign * Number(distance), "second");
}

/** Deadlines for people; `keccak256` makes the calendar's UIDs. */
export function createTimeline(keccak256: (data: Uint8Array) => Hex): TimelineApi {
  const timeOf = (deadline: MachineDeadline, path: string): bigint =>
    seconds(deadline.timestamp, `${path}/timestamp`);

  // What a deadline is, without its time: one that moves keeps its entry.
  const uidOf = (namespace: string, deadline: MachineDeadline, count: Map<string, number>) => {
    const { subject = "", name, who, function: call } = deadline;
    const key = [namespace, subject, name, who, call].join("\0");
    const before = count.get(key) ?? 0;
    count.set(key, before + 1);
    const hash = keccak256(encoder.encode(before === 0 ? key : `${key}\0${before}`));
    return `${hash.slice(2, 34)}@dikast`;
  };

  return {
    ics(deadlines, options) {
      const url = options.url === undefined ? undefined : checkedUrl(options.url);
      const namespace = options.id ?? url ?? options.title;
      const count = new Map<string, number>();
      const entries = deadlines
        .map((deadline, i) => ({
          deadline,
          time: timeOf(deadline, `/deadlines/${i}`),
          uid: uidOf(namespace, deadline, count),
        }))
        .filter(({ time }) => time <= LAST);
      const lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dikast//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        `X-WR-CALNAME:${escaped(options.title)}`,
        ...entries.flatMap((entry) => event(entry, options, url)),
        "END:VCALENDAR",
      ];
      return lines.map((line) => `${folded(line)}\r\n`).join("");
    },
    merge(...lists) {
      const seen = new Map<string, { deadline: MachineDeadline; time: bigint }>();
      for (const [i, list] of lists.entries()) {
        for (const [j, deadline] of list.entries()) {
          const { name, subject, who, function: call } = deadline;
          const time = timeOf(deadline, `/${i}/${j}`);
          const key = JSON.stringify([`${time}`, name, subject, who, call]);
          if (!seen.has(key)) seen.set(key, { deadline, time });
        }
      }
      return [...seen.values()]
        .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
        .map(({ deadline }) => deadline);
    },
    describe(deadline, now, locale = "en") {
      const time = timeOf(deadline, "/deadline");
      const { subject } = deadline;
      const about = subject === undefined || subject === "" ? "" : ` (${subject})`;
      const far = `${title(deadline)}${about} at Unix time ${time}. ${certainty(deadline)}`;
      if (time > LAST) return far;
      const when = new Intl.DateTimeFormat(locale, {
        dateStyle: "medium",
        timeStyle: "medium",
        timeZone: "UTC",
      }).format(Number(time) * 1000);
      const distance = fromNow(time, seconds(now, "/now"), locale);
      return `${title(deadline)}${about}: ${when} UTC, ${distance}. ${certainty(deadline)}`;
    },
    title,
    certainty,
  };
}
