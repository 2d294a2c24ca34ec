import type { Issue } from "./common.types.js";
import { DikastError } from "./errors.js";
import { refuse } from "./template-context.js";
import type { DisputeDetails } from "./template.types.js";

/** What the core says of a document rendered in mode "kleros-sdk". */
export interface SdkReport {
  issues: Array<{ code: string; path: Array<string | number>; message: string }>;
  refuse: { index: number | null };
}

const REFUSE = {
  id: "0x0",
  title: "Refuse to Arbitrate / Invalid",
  description: "Refuse to Arbitrate / Invalid",
  reserved: true,
} as const;

/** What was rendered in mode "kleros-sdk", as kleros-sdk reads it. */
export function sdkDocument(text: string, report: SdkReport | null): DisputeDetails {
  let details: DisputeDetails;
  try {
    details = JSON.parse(text) as DisputeDetails;
  } catch (cause) {
    throw refuse("json.syntax", "/template", (cause as Error).message, cause);
  }
  if (report === null) {
    throw refuse("json.depth", "/template", "The document is nested deeper than 256 levels.");
  }
  if (report.issues.length > 0) {
    const issues = report.issues.map(
      (issue): Issue => ({
        severity: "error",
        code: `sdk.${issue.code}`,
        path: issue.path
          .map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`)
          .join(""),
        message: issue.message,
        line: 1,
        column: 1,
        offset: 0,
        source: "template",
      }),
    );
    const first = issues[0] as Issue;
    const message = `Kleros Court refuses this document: ${first.path}: ${first.message}`;
    throw new DikastError({ code: "template.sdk_invalid", path: "/template", message, issues });
  }
  const { answers } = details;
  const { index } = report.refuse;
  if (index === null) details.answers = [{ ...REFUSE }, ...answers];
  else
    answers[index] = {
      ...REFUSE,
      description: (answers[index] as DisputeDetails["answers"][0]).description,
    };
  return details;
}
