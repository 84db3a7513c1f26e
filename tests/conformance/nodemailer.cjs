// SPDX-License-Identifier: MIT
// Nodemailer, for `postiche conform`: node nodemailer.cjs HOST PORT SENDER RECIPIENT MESSAGE [CA]
// [USER PASSWORD]; CA is - where there is none. Exit status 0 when the letter was accepted.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const nodemailer = require(path.join(__dirname, "../../build/node/node_modules/nodemailer"));

const [host, port, sender, recipient, message, ca, user, pass] = process.argv.slice(2);
const secured = ca && ca !== "-";
const transport = nodemailer.createTransport({
  host,
  port: Number(port),
  name: "client.example",
  requireTLS: Boolean(secured),
  ignoreTLS: !secured,
  tls: secured ? { ca: fs.readFileSync(ca) } : {},
  auth: user ? { user, pass } : undefined,
  socketTimeout: 20000,
});

transport
  .sendMail({ envelope: { from: sender, to: [recipient] }, raw: fs.readFileSync(message) })
  .then(
    () => transport.close(),
    (error) => {
      console.error(error.code, error.responseCode ?? "", error.message);
      process.exitCode = 1;
    },
  );
