// SPDX-License-Identifier: MIT

// Package arguments reads those of the programs that read mail: PROTOCOL HOST PORT SECURITY CA USER
// PASSWORD THEN FOLDER. SECURITY is clear, starttls or implicit, THEN keep or delete. Each message
// of the inbox becomes a file in the folder.
package arguments

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

type Account struct {
	Address, Security, User, Password, Folder string
	Delete                                    bool
	Trust                                     *tls.Config
}

func Read() (Account, error) {
	words := os.Args[1:]
	if len(words) != 9 {
		return Account{}, errors.New("nine arguments, please")
	}
	text, err := os.ReadFile(words[4])
	if err != nil {
		return Account{}, err
	}
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(text) {
		return Account{}, errors.New("no certificate in " + words[4])
	}
	return Account{
		Address:  net.JoinHostPort(words[1], words[2]),
		Security: words[3],
		User:     words[5],
		Password: words[6],
		Delete:   words[7] == "delete",
		Folder:   words[8],
		Trust:    &tls.Config{RootCAs: trusted, ServerName: words[1]},
	}, nil
}

func (account Account) Keep(number int, content []byte) error {
	name := filepath.Join(account.Folder, fmt.Sprintf("%06d", number))
	return os.WriteFile(name, content, 0o600)
}

// Run ends the program: exit status 0, or 1 and the error on standard error.
func Run(work func(Account) error) {
	account, err := Read()
	if err == nil {
		err = work(account)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
