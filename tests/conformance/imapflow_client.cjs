// SPDX-License-Identifier: MIT
// imapflow, for `postiche conform`: node imapflow_client.cjs HOST PORT USER PASSWORD MESSAGE [CA].
// With CA it wants STARTTLS. It lists and opens mailboxes, reads, marks, moves, searches, makes a
// mailbox and keeps the letter. Exit status 1 where it could not log in, or where imapflow gave up.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { ImapFlow } = require(path.join(__dirname, "../../build/node/node_modules/imapflow"));

const [host, port, user, pass, message, ca] = process.argv.slice(2);
const few = 20; // letters that are read whole

async function read(client) {
  if (!client.mailbox.exists) return;
  const outline = { uid: true, flags: true, size: true, envelope: true, bodyStructure: true };
  for await (const _ of client.fetch(`${Math.max(1, client.mailbox.exists - few)}:*`, outline));
  const uids = (await client.search({ all: true }, { uid: true })) || [];
  for (const uid of uids.slice(-few)) await client.fetchOne(uid, { source: true }, { uid: true });
  if (uids.length && !client.mailbox.readOnly) {
    await client.messageFlagsAdd(uids.at(-1), ["\\Seen"], { uid: true });
  }
  await client.noop();
  await client.search({ subject: "Gr\u00fc\u00dfe" });
}

async function visit(client, box, spare) {
  let lock;
  try {
    lock = await client.getMailboxLock(box);
  } catch (refusal) {
    if (!client.usable) throw refusal;
    console.error(box, refusal.responseText ?? refusal.message);
    return;
  }
  try {
    await read(client);
    if (spare && client.mailbox.exists) await client.messageMove("*", spare);
  } finally {
    lock.release();
  }
}

async function keep(client, boxes) {
  const sent = boxes.find((box) => box.specialUse === "\\Sent");
  await client.append(sent?.path ?? "INBOX", fs.readFileSync(message), ["\\Seen"]);
}

async function work(client) {
  await client.connect();
  const boxes = await client.list();
  const closed = (box) => box.flags.has("\\Noselect") || box.flags.has("\\NonExistent");
  const others = boxes.filter((box) => box.path !== "INBOX" && !closed(box));
  await visit(client, "INBOX", others[0]?.path);
  const kept = keep(client, boxes);
  await kept.catch((refusal) => console.error(refusal.responseText ?? refusal.message));
  const made = client.mailboxCreate(["Work", "Notes"]);
  await made.catch((refusal) => console.error(refusal.responseText ?? refusal.message));
  for (const box of others) await visit(client, box.path);
  await client.logout();
}

const client = new ImapFlow({
  host,
  port: Number(port),
  secure: false,
  doSTARTTLS: Boolean(ca),
  tls: ca ? { ca: fs.readFileSync(ca) } : {},
  auth: { user, pass },
  logger: false,
  greetingTimeout: 15000,
  socketTimeout: 15000,
});
client.on("error", (error) => console.error(error.message));
work(client).catch((error) => {
  console.error(error.responseText ?? error.message);
  client.close();
  process.exit(1);
});
