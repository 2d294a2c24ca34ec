import { css } from "lit";

/** What every element of the page has in common. */
export const sharedStyles = css`
  :host {
    display: block;
    color: var(--text);
    font: inherit;
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button,
  select,
  .button {
    min-height: 36px;
    padding: 4px 12px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    cursor: pointer;
  }
  button:hover,
  select:hover {
    border-color: var(--accent);
  }
  button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--accent-text);
    font-weight: 600;
  }
  button.quiet {
    border-color: transparent;
    background: transparent;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  button[disabled] {
    opacity: 0.55;
    cursor: not-allowed;
  }
  input {
    min-height: 36px;
    padding: 4px 10px;
    border: 1px solid var(--line-strong);
    border-radius: 8px;
    background: var(--surface);
    width: 100%;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  code,
  .mono {
    font-family: var(--mono);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 0.875rem;
  }
  .panel {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 8px;
    border-radius: 999px;
    font-size: 0.8125rem;
    font-weight: 600;
    white-space: nowrap;
  }
  .badge.error {
    color: var(--error);
    background: var(--error-soft);
  }
  .badge.warning {
    color: var(--warning);
    background: var(--warning-soft);
  }
  .badge.info {
    color: var(--info);
    background: var(--info-soft);
  }
  .badge.good {
    color: var(--good);
    background: var(--good-soft);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** Buttons in a row, what folds out, and text as it is: in boxes that show findings or documents. */
export const partStyles = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  summary {
    cursor: pointer;
    padding: 4px 0;
  }
  pre {
    margin: 0;
    padding: 12px;
    background: var(--sunken);
    border-radius: 8px;
    overflow: auto;
    max-height: 18rem;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    font: 0.8125rem / 1.5 var(--mono);
  }
`;
