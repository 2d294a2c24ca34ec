import { version } from "dikast:facts";
import { createAbi } from "./abi.js";
import { createCourt } from "./court.js";
import type { Dikast } from "./dikast.types.js";
import type { Core } from "./door.js";
import { createDispute } from "./dispute.js";
import { createEscrow } from "./escrow.js";
import { createEvidence } from "./evidence.js";
import { createIpfs } from "./ipfs.js";
import { createMachine } from "./machine.js";
import { createMapping } from "./mapping.js";
import { createReality } from "./reality.js";
import { sealed } from "./sealed.js";
import { createTemplate } from "./template.js";
import { createTimeline } from "./timeline.js";
import { createValues } from "./values.js";

export type { Dikast } from "./dikast.types.js";

/** The toolkit over a loaded core. */
export function wrap(core: Core): Dikast {
  const values = createValues(core);
  const template = createTemplate(core);
  const abi = createAbi(core);
  const mapping = createMapping(core);
  const ipfs = createIpfs(core);
  const dispute = createDispute({ address: values.address, abi, ipfs, mapping, template });
  const timeline = createTimeline(values.keccak256);
  const machines = {
    arbitrableProxy: createMachine(core, "arbitrableProxy"),
    arbitrator: createMachine(core, "arbitrator"),
    court: createCourt(core, timeline),
    disputeKit: createMachine(core, "disputeKit"),
    resolver: createMachine(core, "resolver"),
  };
  return sealed({
    version,
    ...machines,
    ...values,
    template,
    abi,
    mapping,
    dispute,
    ipfs,
    evidence: createEvidence({ core, abi, ipfs, values }),
    escrow: createEscrow(core),
    reality: createReality(core),
    timeline,
  });
}
