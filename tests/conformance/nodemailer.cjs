// SPDX-License-Identifier: MIT
// Nodemailer, for `postiche conform`: node nodemailer.cjs HOST PORT SENDER RECIPIENT MESSAGE
// [--ca FILE] [--user NAME --password WORD]. Exit status 0 when the letter was accepted.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { parseArgs } = require("node:util");
const nodemailer = require(path.join(__dirname, "../../build/node/node_modules/nodemailer"));

const string = { type: "string" };
const { values, positionals } = parseArgs({
  options: { ca: string, user: string, password: string },
  allowPositionals: true,
});
const [host, port, sender, recipient, message] = positionals;
const { ca, user, password: pass } = values;
const transport = nodemailer.createTransport({
  host,
  port: Number(port),
  name: "client.example",
  requireTLS: Boolean(ca),
  ignoreTLS: !ca,
  tls: ca ? { ca: fs.readFileSync(ca) } : {},
  auth: user ? { user, pass } : undefined,
  socketTimeout: 20000,
});

transport
  .sendMail({ envelope: { from: sender, to: [recipient] }, raw: fs.readFileSync(message) })
  .catch((error) => {
    console.error(error.code, error.responseCode ?? "", error.message);
    process.exitCode = 1;
  });
