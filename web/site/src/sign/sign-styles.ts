import { css } from "lit";
import { partStyles } from "../shared-styles.js";

/** A place for a file: dropped on it, or chosen with a button that is a label. */
export const dropStyles = css`
  .drop {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
    padding: 14px;
    border: 2px dashed var(--line-strong);
    border-radius: 8px;
  }
  label.open {
    display: inline-flex;
    align-items: center;
    font-weight: 400;
    font-size: 1rem;
  }
  label.open:focus-within {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
`;

/** What the signing pages share. */
export const signStyles = css`
  ${partStyles}
  h2 {
    font-size: 1.375rem;
  }
  h3 {
    font-size: 1.0625rem;
  }
  .page {
    display: grid;
    gap: 16px;
    max-width: 60rem;
    margin: 0 auto;
  }
  .panel {
    padding: 20px clamp(14px, 3vw, 24px);
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr));
    gap: 12px;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 600;
    font-size: 0.9375rem;
    min-width: 0;
  }
  label > input,
  label > select {
    font-weight: 400;
    min-width: 0;
    max-width: 100%;
  }
  fieldset {
    border: 0;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 8px;
  }
  legend {
    font-weight: 600;
    padding: 0;
    margin-bottom: 4px;
  }
  .choice {
    display: flex;
    gap: 8px;
    align-items: baseline;
    font-weight: 400;
  }
  .choice input {
    width: auto;
    min-height: 0;
  }
  dl {
    margin: 0;
    display: grid;
    grid-template-columns: minmax(7rem, 12rem) minmax(0, 1fr);
    gap: 8px 16px;
  }
  dt {
    color: var(--muted);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .trouble {
    border-left: 4px solid var(--error);
  }
  .good-line {
    border-left: 4px solid var(--good);
  }
  .warn-line {
    border-left: 4px solid var(--warning);
  }
  textarea {
    width: 100%;
    padding: 10px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    font: 0.8125rem / 1.5 var(--mono);
    resize: vertical;
  }
  @media (max-width: 40rem) {
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
    dd {
      margin-bottom: 10px;
    }
  }
`;
