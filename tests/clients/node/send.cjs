// SPDX-License-Identifier: MIT
// Nodemailer as a program: node send.cjs '{"port": 2525, ...}'. Other keys: ca (a file), secure,
// lmtp, user, password, token, method (the mechanism), from, to (a list), dsn. One letter; exit
// status 0 when it was accepted, else 1 and the error's code and reply code on standard error.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const nodemailer = require(path.join(__dirname, "../../../build/node/node_modules/nodemailer"));

const options = JSON.parse(process.argv[2]);
const auth = options.token
  ? { type: "OAuth2", user: options.user, accessToken: options.token }
  : { user: options.user, pass: options.password };
const transport = nodemailer.createTransport({
  host: "localhost",
  port: options.port,
  name: "client.example",
  lmtp: Boolean(options.lmtp),
  secure: Boolean(options.secure),
  requireTLS: Boolean(options.ca) && !options.secure,
  ignoreTLS: !options.ca,
  tls: options.ca ? { ca: fs.readFileSync(options.ca) } : {},
  auth: options.user ? auth : undefined,
  authMethod: options.method,
  socketTimeout: 20000,
});
const letter = {
  envelope: {
    from: options.from ?? "ann@example.com",
    to: options.to ?? ["bob@example.com"],
    dsn: options.dsn,
  },
  raw: "Subject: Hi\r\n\r\n.a dot\r\nHi!\r\n",
};

transport.sendMail(letter).then(
  () => transport.close(),
  (error) => {
    console.error(error.code, error.responseCode ?? "", error.message);
    process.exitCode = 1;
    transport.close();
  },
);
