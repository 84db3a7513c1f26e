// SPDX-License-Identifier: MIT
// imapflow as a program: node read.cjs imap HOST PORT SECURITY CA USER PASSWORD THEN FOLDER.
// SECURITY is clear, starttls or implicit, THEN is keep or delete. Each message of the inbox becomes
// a file in the folder. Exit status 0 when all went well, else 1 and the error on standard error.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const modules = path.join(__dirname, "../../../build/node/node_modules");
const { ImapFlow } = require(path.join(modules, "imapflow"));

const [, host, port, security, ca, user, pass, then, folder] = process.argv.slice(2);

async function readAll(client) {
  await client.connect();
  const lock = await client.getMailboxLock("INBOX");
  const all = { uid: true, flags: true, envelope: true, bodyStructure: true, source: true };
  if (client.mailbox.exists > 0) {
    for await (const message of client.fetch("1:*", all)) {
      fs.writeFileSync(path.join(folder, String(message.seq).padStart(6, "0")), message.source);
    }
    if (then === "delete") await client.messageDelete("1:*");
  }
  lock.release();
  await client.logout();
}

const client = new ImapFlow({
  host,
  port: Number(port),
  secure: security === "implicit",
  doSTARTTLS: security === "clear" ? false : security === "starttls" ? true : undefined,
  tls: { ca: fs.readFileSync(ca) },
  auth: { user, pass },
  logger: false,
  greetingTimeout: 20000,
  socketTimeout: 20000,
});
readAll(client).catch((error) => {
  console.error(error.message, error.responseText ?? "");
  process.exit(1);
});
