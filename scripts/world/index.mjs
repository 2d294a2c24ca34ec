// The local world: a chain with our own contracts, a GraphQL server and an IPFS gateway, all on
// loopback ports, with one dispute for each example.
import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseEther } from "viem";
import { atEnd } from "../lib/end.mjs";
import { root } from "../lib/root.mjs";
import { accounts, startChain } from "./chain.mjs";
import { compileContracts } from "./compile.mjs";
import { addDocuments } from "./content.mjs";
import { localise, readExample } from "./examples.mjs";
import { startGraphql } from "./graphql.mjs";
import { Files, startGateway } from "./ipfs.mjs";

// Court 1, three jurors, the classic dispute kit: three 32-byte words.
const word = (number) => number.toString(16).padStart(64, "0");
const extraData = `0x${word(1)}${word(3)}${word(1)}`;
const feeForJuror = parseEther("0.01");
const fee = feeForJuror * 3n;

async function deployAll(chain) {
  const contracts = compileContracts();
  const deploy = (name, ...args) => chain.deploy(contracts[name], args);
  const arbitrator = await deploy("CentralizedArbitrator", feeForJuror);
  const registry = await deploy("DisputeTemplateRegistry", accounts.owner);
  const resolver = await deploy("DisputeResolver", arbitrator, registry);
  const escrow = await deploy("Escrow", arbitrator, registry, extraData);
  const escrowView = await deploy("EscrowView", escrow);
  const evidenceModule = await deploy("EvidenceModule");
  // All events and functions under one roof: no two of them share a signature.
  const abi = Object.values(contracts).flatMap((contract) =>
    contract.abi.filter((item) => item.type !== "constructor"),
  );
  return { abi, addresses: { arbitrator, registry, resolver, escrow, escrowView, evidenceModule } };
}

/** What stands in the examples, and what stands for it here. */
function localNames({ chainId, addresses, documents, graphqlUrl }) {
  const { arbitrator, escrowView } = addresses;
  const subgraph = (id) => `https://gateway.thegraph.com/api/{{{graphApiKey}}}/subgraphs/id/${id}`;
  return {
    [subgraph("96vpnRJbRVkzF6usMNYMMoziSZEfSwGEDpXNi2h9WBSW")]: graphqlUrl,
    [subgraph("H93eWJbDpYKAtkLmsMn7Su3ZLZwAwLN5VoyvQH4NbGAv")]: graphqlUrl,
    '"arbitratorChainID": "42161"': `"arbitratorChainID": "${chainId}"`,
    '"arbitratorChainID": "421614"': `"arbitratorChainID": "${chainId}"`,
    "0x991d2df165670b9cac3B022f4B68D65b664222ea": arbitrator,
    "0xE8442307d36e9bf6aB27F1A009F95CE8E11C3479": arbitrator,
    "0xAf36da891c03b8A3a675f08f59355c8ff877330d": escrowView,
    "/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2": documents.policies.escrow,
    "/ipfs/QmYA2Q13vQj3Hq1aEyGDspdR3mMmZxHhLTDZUNPfzcKyR6": documents.policies.registry,
    "/ipfs/QmcDrvCaXtae4o6KgXYhi4yLKm5JYQSRQdZ9itbnASbsb9": documents.policies.lease,
    "/ipfs/QmZ5XaV2RVgBADq5qMpbuEwgCuPZdRgCeu8rhGtJWLV6yz": documents.policies.reality,
    '"fromBlock": "0x15c75912"': '"fromBlock": "0x0"',
  };
}

/** Creates the sample disputes on the chain and what the subgraphs would know of them. */
class Seeder {
  constructor({ chain, abi, addresses, documents, data, names }) {
    Object.assign(this, { chain, abi, addresses, documents, data, names });
    this.disputes = [];
  }

  transact(from, to, functionName, args, value) {
    return this.chain.transact({ from, to, abi: this.abi, functionName, args, value });
  }

  local(name) {
    const { template, mappings } = readExample(name);
    return { template: localise(template, this.names), mappings: localise(mappings, this.names) };
  }

  record(name, arbitrable, texts, request) {
    this.disputes.push({
      name,
      ...texts,
      context: {
        arbitrator: this.addresses.arbitrator,
        arbitratorDisputeID: `${request._arbitratorDisputeID}`,
        arbitrableAddress: arbitrable,
        arbitrableChainID: `${this.chain.chainId}`,
      },
      externalDisputeID: `${request._externalDisputeID}`,
      templateId: `${request._templateId}`,
    });
    return this.disputes.at(-1);
  }

  async throughResolver(name, numberOfRulingOptions) {
    const texts = this.local(name);
    const { resolver } = this.addresses;
    const args = [extraData, texts.template, texts.mappings, numberOfRulingOptions];
    const { DisputeRequest } = await this.transact(
      accounts.buyer,
      resolver,
      "createDisputeForTemplate",
      args,
      fee,
    );
    return this.record(name, resolver, texts, DisputeRequest);
  }

  async escrow() {
    const { owner, buyer, seller } = accounts;
    const { escrow } = this.addresses;
    const texts = this.local("escrow-v2");
    await this.transact(owner, escrow, "changeDisputeTemplate", [texts.template, texts.mappings]);
    // A dispute of somebody else and payments without one: so the escrow's template, transaction
    // and dispute have three different numbers.
    await this.throughResolver("lease", 4n);
    const deadline = 1768435200n; // 15 January 2026, as the terms say
    const uri = this.documents.transaction;
    const create = [deadline, uri, buyer, seller];
    const amounts = [parseEther("0.25"), parseEther("4"), parseEther("1.5")];
    for (const amount of amounts) {
      const { NativeTransactionCreated: made } = await this.transact(
        buyer,
        escrow,
        "createNativeTransaction",
        create,
        amount,
      );
      this.data.escrows.set(`${made._transactionID}`, {
        id: `${made._transactionID}`,
        transactionUri: made._transactionUri,
        buyer: made._buyer,
        seller: made._seller,
        amount: `${made._amount}`,
        token: "0x0000000000000000000000000000000000000000",
        asset: "0x0000000000000000000000000000000000000000",
        deadline: `${made._deadline}`,
        status: "NoDispute",
      });
    }
    const { DisputeRequest } = await this.transact(buyer, escrow, "raiseDispute", [2n], fee);
    this.data.escrows.get("2").status = "DisputeCreated";
    this.record("escrow-v2", escrow, texts, DisputeRequest);
  }

  async curate(name, requestType) {
    const { context } = await this.throughResolver(name, 2n);
    const evidence = (title, description) =>
      JSON.stringify({ name: title, description, fileURI: this.documents.evidence });
    const itemID = `0x${word(7)}@${this.addresses.resolver.toLowerCase()}`;
    this.data.requests.push({
      id: `${itemID}-${this.data.requests.length}`,
      disputeID: context.arbitratorDisputeID,
      requester: { id: accounts.buyer },
      challenger: { id: accounts.seller },
      requestType,
      requesterEvidence: evidence("Why it belongs here", 'The contract is verified ("PNK").'),
      challengerEvidence: evidence("The logo is missing", "See the file."),
      item: {
        id: itemID,
        itemID: `0x${word(7)}`,
        data: JSON.stringify({
          columns: [{ label: "Token", description: "The token's symbol", type: "text" }],
          values: { Token: "PNK" },
        }),
        status: requestType,
        registry: {
          id: this.addresses.resolver,
          title: "Reviewed tokens",
          description: "Tokens somebody looked at",
          policyURI: this.documents.policies.registry,
        },
      },
    });
  }
}

/**
 * Starts everything; resolves to {chainId, rpcUrl, graphqlUrl, gatewayUrl, addresses, accounts,
 * documents, disputes, files, stop}. Files are at `${gatewayUrl}/ipfs/<cid>`. `publicUrl`, when
 * given, is the origin under which a site forwards /world/graphql: the sample mappings then name
 * that address.
 */
export async function startWorld({ publicUrl } = {}) {
  const started = [];
  const stop = async () => {
    for (const part of started.splice(0).reverse()) {
      await part.stop();
    }
  };
  try {
    const files = new Files();
    const documents = addDocuments(files);
    const data = { escrows: new Map(), requests: [] };
    const chain = await startChain();
    started.push(chain);
    const gateway = await startGateway(files);
    started.push(gateway);
    const graphql = await startGraphql(data);
    started.push(graphql);
    const { abi, addresses } = await deployAll(chain);
    const graphqlUrl = publicUrl ? `${publicUrl}/world/graphql` : graphql.url;
    const names = localNames({ chainId: chain.chainId, addresses, documents, graphqlUrl });
    const seeder = new Seeder({ chain, abi, addresses, documents, data, names });
    await seeder.escrow();
    await seeder.curate("curate-registration", "registrationRequested");
    await seeder.curate("curate-removal", "clearingRequested");
    await seeder.throughResolver("reality", 3n);
    return {
      chainId: chain.chainId,
      rpcUrl: chain.url,
      graphqlUrl: graphql.url,
      gatewayUrl: gateway.url,
      abi,
      addresses,
      accounts,
      documents,
      disputes: seeder.disputes,
      names,
      files,
      chain,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a server forwards to the world, for scripts/serve.mjs; `self` gives {world, url} once known. */
export function worldRoutes(self) {
  return {
    "/world/world.json": () => ({ json: describeWorld(self().world, self().url) }),
    "/world/wallet.js": () => ({ file: `${root}/scripts/world/demo-wallet.js` }),
    "/world/rpc": () => self().world.rpcUrl,
    "/world/graphql": () => self().world.graphqlUrl,
    "/world/ipfs": (rest) => `${self().world.gatewayUrl}/ipfs${rest}`,
  };
}

/** The world as JSON, for a page or another program. With `publicUrl`, its addresses there. */
export function describeWorld(world, publicUrl) {
  const base = publicUrl && `${publicUrl}/world`;
  return {
    chainId: `${world.chainId}`,
    rpcUrl: base ? `${base}/rpc` : world.rpcUrl,
    graphqlUrl: base ? `${base}/graphql` : world.graphqlUrl,
    gatewayUrl: base ?? world.gatewayUrl,
    ...(base && { wallet: `${base}/wallet.js` }),
    addresses: world.addresses,
    accounts: world.accounts,
    documents: world.documents,
    disputes: world.disputes,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const world = await startWorld();
  const path = `${root}/build/world/world.json`;
  mkdirSync(`${root}/build/world`, { recursive: true });
  writeFileSync(path, `${JSON.stringify(describeWorld(world), null, 2)}\n`);
  console.log(`chain    ${world.rpcUrl}\ngraphql  ${world.graphqlUrl}`);
  console.log(`gateway  ${world.gatewayUrl}\nall of it in ${path}; Ctrl-C ends it`);
  atEnd(world.stop);
}
