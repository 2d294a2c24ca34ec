import type { BigIntish } from "./common.types.js";
import type { MachineDeadline } from "./machine.types.js";

/** What a calendar file says besides the deadlines. */
export interface CalendarOptions {
  /** Name of the calendar, and the beginning of every entry's title. */
  readonly title: string;
  /** http or https; shown in every entry. */
  readonly url?: string;
  /**
   * Part of the entries' UIDs: an entry exported again with the same id replaces the earlier one.
   * The url, else the title, without it.
   */
  readonly id?: string;
  /** When the calendar is made, Unix seconds. Each entry's own time without it. */
  readonly now?: BigIntish;
  /** Seconds before each entry at which the calendar reminds of it. */
  readonly remindBefore?: readonly BigIntish[];
}

/** Deadlines of any machine, for people. */
export interface TimelineApi {
  /**
   * A calendar file (RFC 5545) with an entry for each deadline: UTC times, stable UIDs, and whether
   * it ends by itself, waits for somebody's call, or may be cut short. Deadlines after the year
   * 9999, which a calendar cannot write, are left out.
   * Errors: `machine.argument` with the path of a time that is none, or of the url.
   */
  ics(deadlines: readonly MachineDeadline[], options: CalendarOptions): string;
  /** All of them by time, each once. Errors: `machine.argument`. */
  merge(...lists: (readonly MachineDeadline[])[]): MachineDeadline[];
  /**
   * One deadline in a sentence or two: what, when (UTC, and how long from `now`), and how certain.
   * The words are English; `locale` (BCP 47, "en" without it) is that of numbers and dates.
   * Errors: `machine.argument`, `input.type`.
   */
  describe(deadline: MachineDeadline, now: BigIntish, locale?: string): string;
  /** What begins or ends, without a time: "Funding of choices that did not win ends". */
  title(deadline: MachineDeadline): string;
  /** How certain a deadline is, in a sentence. */
  certainty(deadline: MachineDeadline): string;
}
