import { css } from "lit";

/** What the sheets of the studio have in common. */
export const panelStyles = css`
  .notice {
    padding: 10px 14px;
    margin-bottom: 12px;
    border-radius: 8px;
    background: var(--info-soft);
    overflow-wrap: anywhere;
  }
  .notice.bad {
    background: var(--error-soft);
  }
  .notice.warn {
    background: var(--warning-soft);
  }
  .notice ul {
    margin: 6px 0 0;
    padding-left: 1.25rem;
  }
  .words {
    margin: 0 0 12px;
    padding: 10px 14px 10px 2rem;
    border-radius: 8px;
    background: var(--warning-soft);
    overflow-wrap: anywhere;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    margin-bottom: 12px;
  }
  button.toggle[aria-pressed="true"] {
    background: var(--accent-soft);
    border-color: var(--accent);
    font-weight: 600;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.9375rem;
  }
  th,
  td {
    padding: 6px 8px;
    text-align: left;
    vertical-align: top;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  th {
    color: var(--muted);
    font-weight: 600;
    font-size: 0.8125rem;
  }
  thead th {
    white-space: nowrap;
  }
  .scroll {
    overflow-x: auto;
  }
`;
