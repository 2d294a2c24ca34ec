import { css } from "lit";
import { panelStyles } from "./styles.js";

/** The two columns of the studio. */
export const studioStyles = [
  panelStyles,
  css`
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 24px;
    }
    /* On a phone the jurors' view is what one came for; the documents follow. */
    @media (max-width: 999px) {
      .result {
        order: -1;
      }
    }
    @media (min-width: 1000px) {
      .columns {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }
      .result {
        position: sticky;
        top: 12px;
        align-self: start;
      }
      .sheet {
        max-height: calc(100vh - 7rem);
        overflow: auto;
        padding: 4px;
        margin: -4px;
      }
    }
    .sources {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 20px;
      align-content: start;
    }
    .heading {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      justify-content: space-between;
      gap: 4px 12px;
      margin-bottom: 6px;
    }
    h2 {
      font-size: 1.0625rem;
    }
    .mappings {
      --editor-height: 18rem;
    }
    [role="tablist"] {
      display: flex;
      flex-wrap: wrap;
      gap: 2px;
      margin-bottom: 12px;
      border-bottom: 1px solid var(--line-strong);
    }
    [role="tab"] {
      border: 0;
      border-bottom: 3px solid transparent;
      border-radius: 8px 8px 0 0;
      background: transparent;
      min-height: 40px;
      padding: 4px 8px;
      font-size: 0.9375rem;
    }
    [role="tab"][aria-selected="true"] {
      border-bottom-color: var(--accent);
      font-weight: 600;
    }
  `,
];
