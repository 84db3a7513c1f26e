// SPDX-License-Identifier: MIT

// The second go-imap as a program; package arguments tells of its arguments.
package main

import (
	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"postiche.example/clients/arguments"
)

func main() {
	arguments.Run(read)
}

func open(account arguments.Account) (*imapclient.Client, error) {
	options := &imapclient.Options{TLSConfig: account.Trust}
	switch account.Security {
	case "implicit":
		return imapclient.DialTLS(account.Address, options)
	case "starttls":
		return imapclient.DialStartTLS(account.Address, options)
	}
	return imapclient.DialInsecure(account.Address, options)
}

func read(account arguments.Account) error {
	client, err := open(account)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := client.Login(account.User, account.Password).Wait(); err != nil {
		return err
	}
	inbox, err := client.Select("INBOX", nil).Wait()
	if err != nil {
		return err
	}
	if inbox.NumMessages > 0 {
		var all imap.SeqSet
		all.AddRange(1, inbox.NumMessages)
		if err := fetch(client, account, all); err != nil {
			return err
		}
	}
	return client.Logout().Wait()
}

func fetch(client *imapclient.Client, account arguments.Account, all imap.SeqSet) error {
	whole := &imap.FetchItemBodySection{Peek: true}
	options := &imap.FetchOptions{
		UID:           true,
		Flags:         true,
		Envelope:      true,
		BodyStructure: &imap.FetchItemBodyStructure{Extended: true},
		BodySection:   []*imap.FetchItemBodySection{whole},
	}
	messages, err := client.Fetch(all, options).Collect()
	if err != nil {
		return err
	}
	for _, message := range messages {
		if err := account.Keep(int(message.SeqNum), message.FindBodySection(whole)); err != nil {
			return err
		}
	}
	if !account.Delete {
		return nil
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := client.Store(all, deleted, nil).Close(); err != nil {
		return err
	}
	return client.Expunge().Close()
}
