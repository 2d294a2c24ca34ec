import { query } from "./gqlClient.js";

type DisputeDetailsResponse = {
  dispute: {
    arbitrated: { id: string };
    arbitrableChainId: number;
    templateId: number;
  } | null;
};

const DOCUMENT = `query DisputeDetails($id: ID!) {
  dispute(id: $id) {
    arbitrated {
      id
      __typename
    }
    arbitrableChainId
    templateId
    __typename
  }
}`;

/** Arbitrable, chain and template id of a dispute, from the core subgraph. */
const fetchDisputeDetails = async (
  endpoint: string,
  id: bigint,
): Promise<DisputeDetailsResponse | null | undefined> =>
  query<DisputeDetailsResponse>(endpoint, "DisputeDetails", DOCUMENT, { id: id.toString() });

export default fetchDisputeDetails;
