import { css } from "lit";

/** What the tools of this page have in common, beside the styles of the signing pages. */
export const questionStyles = css`
  .field {
    display: grid;
    gap: 4px;
    align-content: start;
    min-width: 0;
  }
  .fields > .wide {
    grid-column: 1 / -1;
  }
  textarea {
    font-weight: 400;
  }
  label {
    min-width: 0;
  }
  select,
  input {
    width: 100%;
    min-width: 0;
  }
  .fields {
    grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
    align-items: start;
  }
  .entry {
    align-items: end;
    padding-bottom: 12px;
    border-bottom: 1px solid var(--line);
  }
  textarea.words,
  textarea[name="title"],
  textarea[name="outcomes"] {
    font: inherit;
    font-weight: 400;
  }
  .problem {
    display: flex;
    gap: 8px;
    align-items: baseline;
    overflow-wrap: anywhere;
  }
  .notes {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 6px;
  }
  .shown {
    display: grid;
    gap: 8px;
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: 8px;
    min-width: 0;
  }
  .shown h4 {
    margin: 0;
    font-size: 1.125rem;
    line-height: 1.35;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .shown ol {
    margin: 0;
    padding-left: 1.5rem;
    overflow-wrap: anywhere;
  }
  .sep {
    font-size: 0;
  }
  .sep::after {
    content: "U+241F";
    font-size: 0.75rem;
    margin: 0 3px;
    padding: 0 4px;
    border-radius: 4px;
    color: var(--info);
    background: var(--info-soft);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-size: 0.9375rem;
  }
  th,
  td {
    text-align: left;
    padding: 6px 10px 6px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th {
    color: var(--muted);
    font-weight: 600;
  }
  td.number,
  th.number {
    text-align: right;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  td.number:last-child,
  th.number:last-child {
    padding-right: 0;
  }
  tfoot td {
    font-weight: 600;
  }
`;
