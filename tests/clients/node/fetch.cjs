// SPDX-License-Identifier: MIT
// node-pop3 as a program: node fetch.cjs pop3 HOST PORT SECURITY CA USER PASSWORD THEN FOLDER.
// SECURITY is clear or implicit, THEN is keep or delete. Each message becomes a file in the folder,
// as node-pop3 has it: its dots are still stuffed, its last line end is gone. Exit status 0 when
// all went well, else 1 and the error on standard error.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const modules = path.join(__dirname, "../../../build/node/node_modules");
const Pop3Command = require(path.join(modules, "node-pop3"));

const [, host, port, security, ca, user, password, then, folder] = process.argv.slice(2);

async function octets(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function fetchAll(client) {
  for (const [number] of await client.UIDL()) {
    const [, stream] = await client.command("RETR", number);
    fs.writeFileSync(path.join(folder, number.padStart(6, "0")), await octets(stream));
    if (then === "delete") await client.DELE(number);
  }
  await client.QUIT();
}

const client = new Pop3Command({
  host,
  port: Number(port),
  user,
  password,
  tls: security === "implicit",
  tlsOptions: { ca: fs.readFileSync(ca) },
  timeout: 20000,
});
fetchAll(client).catch((error) => {
  console.error(error.eventName ?? "", error.message);
  process.exit(1);
});
