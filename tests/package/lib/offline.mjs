// Loaded before a program that must not use the network: every way out ends it.
import dgram from "node:dgram";
import dns from "node:dns";
import net from "node:net";

function refuse() {
  process.stderr.write("the network was asked\n");
  process.exit(97);
}
globalThis.fetch = refuse;
net.Socket.prototype.connect = refuse;
dgram.createSocket = refuse;
dns.lookup = refuse;
dns.promises.lookup = refuse;
