import { css, html, LitElement } from "lit";
import { examples } from "../examples.js";
import { goTo } from "../shell/routes.js";
import { sharedStyles } from "../shared-styles.js";
import { draftOf } from "../studio/draft.js";
import { LocalStore } from "../studio/local-store.js";

const ABOUT: Record<string, string> = {
  "escrow-v2": "Four mappings read the chain, a subgraph and IPFS to tell jurors who paid whom.",
  "curate-registration":
    "A list of reviewed entries: the challenged entry, with both sides' evidence.",
  "curate-removal": "The same list, the other question: should an entry go?",
  reality: "A Reality.eth question becomes the jurors' question and answers.",
  lease: "No mappings at all: a template that is complete in itself.",
};

/** The two doors, and examples to begin from. */
export class Start extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .page {
        display: grid;
        gap: 28px;
        max-width: 64rem;
        margin: 16px auto;
      }
      .lead {
        font-size: 1.125rem;
        max-width: 44rem;
      }
      h2 {
        font-size: clamp(1.5rem, 4vw, 2.125rem);
        line-height: 1.2;
      }
      h3 {
        font-size: 1.125rem;
      }
      .lead,
      .muted {
        margin-top: 6px;
      }
      .doors {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
        gap: 16px;
      }
      .door {
        padding: 22px;
        display: grid;
        gap: 10px;
        align-content: start;
        justify-items: start;
      }
      .more {
        color: var(--muted);
      }
      .more a {
        color: inherit;
      }
      .door svg {
        width: 100%;
        max-width: 22rem;
        height: auto;
      }
      ul {
        list-style: none;
        margin: 12px 0 0;
        padding: 0;
        display: grid;
        gap: 10px;
      }
      .example {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 16px;
        align-items: center;
        justify-content: space-between;
        padding: 12px 16px;
      }
      .example div {
        flex: 1 1 18rem;
      }
    `,
  ];

  /** Opens an example; the studio keeps what was there for its Undo. */
  #open(id: string): void {
    const example = examples.find((each) => each.id === id);
    if (!example) return;
    const store = new LocalStore();
    const before = store.read();
    if (before) store.keepPrevious(before);
    store.writeAll(draftOf(example, before));
    goTo("studio");
  }

  override render() {
    return html`<div class="page">
      <div>
        <h2>What will jurors see?</h2>
        <p class="lead">
          A dispute template and its data mappings decide what a juror of Kleros reads, and which answer
          has which number. Here you see it while you write, with every problem and its repair.
        </p>
      </div>
      <div class="doors">
        <section class="panel door">
          ${templatePicture}
          <h3>I integrate Kleros</h3>
          <p>Write a template, resolve its mappings, see it as each front end shows it, register it.</p>
          <button class="primary" @click=${() => goTo("studio")}>Open the Template studio</button>
          <p class="more">
            Before that: <a href="#/court">what a dispute costs</a>,
            <a href="#/simulate">a dispute played through</a>,
            <a href="#/question">a question for Reality.eth</a>
          </p>
        </section>
        <section class="panel door">
          ${disputePicture}
          <h3>I have a dispute</h3>
          <p>
            Paste its transaction, its template id or what a wallet asks you to sign, and read what it
            says.
          </p>
          <button class="primary" @click=${() => goTo("inspect")}>Inspect it</button>
          <p class="more">
            Then: <a href="#/evidence">submit evidence</a>,
            <a href="#/simulate">see what can be done, until when, at what price</a>
          </p>
        </section>
      </div>
      <section>
        <h3>Worked examples</h3>
        <p class="muted">Each comes with recorded answers, so it renders without a network.</p>
        <ul>
          ${examples.map(
            ({ id, title }) => html`<li class="panel example">
              <div><strong>${title}</strong><br /><span class="muted">${ABOUT[id] ?? ""}</span></div>
              <button @click=${() => this.#open(id)}>Open</button>
            </li>`,
          )}
        </ul>
      </section>
      <p class="muted">
        No account, no server, no tracking. Drafts stay in this browser; the page also works from a file,
        from IPFS, and with the network switched off.
      </p>
    </div>`;
  }
}

const templatePicture = html`<svg viewBox="0 0 320 110" role="img" aria-label="A template with variables becomes the jurors' view">
  <g fill="none" stroke="var(--line-strong)" stroke-width="1.5">
    <rect x="4" y="8" width="120" height="94" rx="8" />
    <rect x="196" y="8" width="120" height="94" rx="8" />
  </g>
  <g fill="var(--muted)">
    <rect x="18" y="24" width="60" height="6" rx="3" />
    <rect x="18" y="58" width="84" height="6" rx="3" />
    <rect x="18" y="76" width="50" height="6" rx="3" />
    <rect x="210" y="24" width="80" height="8" rx="4" />
    <rect x="222" y="62" width="70" height="6" rx="3" />
    <rect x="222" y="82" width="54" height="6" rx="3" />
  </g>
  <rect x="18" y="38" width="70" height="10" rx="5" fill="var(--accent)" />
  <rect x="210" y="42" width="92" height="8" rx="4" fill="var(--accent)" />
  <circle cx="213" cy="65" r="4" fill="none" stroke="var(--accent)" stroke-width="2" />
  <circle cx="213" cy="85" r="4" fill="none" stroke="var(--accent)" stroke-width="2" />
  <path d="M134 55h46m-10-8 10 8-10 8" fill="none" stroke="var(--accent)" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
</svg>`;

const disputePicture = html`<svg viewBox="0 0 320 110" role="img" aria-label="Bytes become named fields">
  <rect x="4" y="30" width="120" height="50" rx="8" fill="none" stroke="var(--line-strong)" stroke-width="1.5" />
  <text x="18" y="60" font-family="monospace" font-size="15" fill="var(--muted)">0xa2be\u2026</text>
  <path d="M134 55h46m-10-8 10 8-10 8" fill="none" stroke="var(--accent)" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
  <g fill="none" stroke="var(--line-strong)" stroke-width="1.5">
    <rect x="196" y="8" width="120" height="26" rx="6" />
    <rect x="196" y="42" width="120" height="26" rx="6" />
    <rect x="196" y="76" width="120" height="26" rx="6" />
  </g>
  <g fill="var(--muted)">
    <rect x="208" y="18" width="40" height="6" rx="3" />
    <rect x="208" y="52" width="34" height="6" rx="3" />
    <rect x="208" y="86" width="46" height="6" rx="3" />
  </g>
  <g fill="var(--accent)">
    <rect x="258" y="18" width="44" height="6" rx="3" />
    <rect x="252" y="52" width="50" height="6" rx="3" />
    <rect x="264" y="86" width="30" height="6" rx="3" />
  </g>
</svg>`;

customElements.get("dikast-start") ?? customElements.define("dikast-start", Start);
