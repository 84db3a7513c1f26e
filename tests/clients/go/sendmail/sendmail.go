// SPDX-License-Identifier: MIT

// Go's own net/smtp, for `postiche conform`: HOST PORT SENDER RECIPIENT MESSAGE [USER PASSWORD].
// Exit status 0 when the letter was accepted.
package main

import (
	"fmt"
	"net"
	"net/smtp"
	"os"
)

func main() {
	host, port, sender, recipient := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	letter, err := os.ReadFile(os.Args[5])
	if err == nil {
		var auth smtp.Auth
		if len(os.Args) > 7 {
			auth = smtp.PlainAuth("", os.Args[6], os.Args[7], host)
		}
		err = smtp.SendMail(net.JoinHostPort(host, port), auth, sender, []string{recipient}, letter)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
