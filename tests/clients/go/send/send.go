// SPDX-License-Identifier: MIT

// Go's net/smtp as a program: send '{"port": 2525, ...}'. Other keys: ca (a file), user, password,
// method (PLAIN or CRAM-MD5), from, to (a list). One letter; exit status 0 when it was accepted,
// else 1 and the error on standard error.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/smtp"
	"os"
)

type options struct {
	Port                       int
	Ca, User, Password, Method string
	From                       string
	To                         []string
}

func main() {
	chosen := options{From: "ann@example.com", To: []string{"bob@example.com"}}
	err := json.Unmarshal([]byte(os.Args[1]), &chosen)
	if err == nil {
		err = send(chosen)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func send(chosen options) error {
	client, err := smtp.Dial(fmt.Sprintf("localhost:%d", chosen.Port))
	if err != nil {
		return err
	}
	defer client.Close()
	if err := client.Hello("client.example"); err != nil {
		return err
	}
	if chosen.Ca != "" {
		if err := secure(client, chosen.Ca); err != nil {
			return err
		}
	}
	if chosen.User != "" {
		if err := client.Auth(login(chosen)); err != nil {
			return err
		}
	}
	if err := client.Mail(chosen.From); err != nil {
		return err
	}
	for _, recipient := range chosen.To {
		if err := client.Rcpt(recipient); err != nil {
			return err
		}
	}
	content, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := content.Write([]byte("Subject: Hi\r\n\r\n.a dot\r\nHi!\r\n")); err != nil {
		return err
	}
	if err := content.Close(); err != nil {
		return err
	}
	return client.Quit()
}

func secure(client *smtp.Client, file string) error {
	certificates, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	known := x509.NewCertPool()
	known.AppendCertsFromPEM(certificates)
	return client.StartTLS(&tls.Config{ServerName: "localhost", RootCAs: known})
}

func login(chosen options) smtp.Auth {
	if chosen.Method == "CRAM-MD5" {
		return smtp.CRAMMD5Auth(chosen.User, chosen.Password)
	}
	return smtp.PlainAuth("", chosen.User, chosen.Password, "localhost")
}
