// SPDX-License-Identifier: MIT

// The first go-imap as a program; package arguments tells of its arguments.
package main

import (
	"io"
	"time"

	"github.com/emersion/go-imap"
	"github.com/emersion/go-imap/client"

	"postiche.example/clients/arguments"
)

func main() {
	arguments.Run(read)
}

func open(account arguments.Account) (*client.Client, error) {
	if account.Security == "implicit" {
		return client.DialTLS(account.Address, account.Trust)
	}
	opened, err := client.Dial(account.Address)
	if err == nil && account.Security == "starttls" {
		err = opened.StartTLS(account.Trust)
	}
	return opened, err
}

func read(account arguments.Account) error {
	opened, err := open(account)
	if err != nil {
		return err
	}
	defer opened.Logout()
	opened.Timeout = 20 * time.Second
	if err := opened.Login(account.User, account.Password); err != nil {
		return err
	}
	inbox, err := opened.Select("INBOX", false)
	if err != nil || inbox.Messages == 0 {
		return err
	}
	all := new(imap.SeqSet)
	all.AddRange(1, inbox.Messages)
	if err := fetch(opened, account, all); err != nil || !account.Delete {
		return err
	}
	deleted := imap.FormatFlagsOp(imap.AddFlags, true)
	if err := opened.Store(all, deleted, []interface{}{imap.DeletedFlag}, nil); err != nil {
		return err
	}
	return opened.Expunge(nil)
}

func fetch(opened *client.Client, account arguments.Account, all *imap.SeqSet) error {
	whole := &imap.BodySectionName{Peek: true}
	items := []imap.FetchItem{whole.FetchItem(), imap.FetchUid, imap.FetchEnvelope}
	found := make(chan *imap.Message, 10)
	ended := make(chan error, 1)
	go func() { ended <- opened.Fetch(all, items, found) }()
	var failed error
	for message := range found {
		content, err := io.ReadAll(message.GetBody(whole))
		if err == nil {
			err = account.Keep(int(message.SeqNum), content)
		}
		if err != nil {
			failed = err
		}
	}
	if err := <-ended; err != nil {
		return err
	}
	return failed
}
