import { query } from "./gqlClient.js";

type DisputeTemplateResponse = {
  disputeTemplate: {
    templateData: string;
    templateDataMappings: string;
  };
};

const DOCUMENT = `query DisputeTemplate($id: ID!) {
  disputeTemplate(id: $id) {
    templateData
    templateDataMappings
    __typename
  }
}`;

/** Template and mappings texts by template id, from the template registry's subgraph. */
const fetchDisputeTemplateFromId = async (
  endpoint: string,
  id: number,
): Promise<DisputeTemplateResponse | null | undefined> =>
  query<DisputeTemplateResponse>(endpoint, "DisputeTemplate", DOCUMENT, { id: id.toString() });

export default fetchDisputeTemplateFromId;
