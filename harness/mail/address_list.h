// SPDX-License-Identifier: MIT
#pragma once
// The addresses of From, To and their kin, as ENVELOPE says them: RFC 5322 sec 3.4 and RFC 9051 sec
// 7.5.2. Encoded words are left as they are, and so is what is not ASCII.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/mail/findings.h"

namespace postiche::mail {

struct ListedAddress {
  enum class Kind : std::uint8_t {
    mailbox,
    group_begin,  // its name is in `mailbox`, the members follow
    group_end,
  };

  Kind kind = Kind::mailbox;
  // All without their quoting. A host that is not there is "" of a mailbox, and nothing of a group.
  std::optional<std::string> name;
  std::optional<std::string> route;  // "@a.example,@b.example"
  std::optional<std::string> mailbox;
  std::optional<std::string> host;

  friend bool operator==(const ListedAddress&, const ListedAddress&) = default;
};

using AddressList = std::vector<ListedAddress>;

// Reads an unfolded value. Total, and linear. Deviations, all let through:
//   empty-address          nothing between two commas
//   missing-host           an address without "@" and what follows
//   missing-local-part     nothing before "@", or "<>"
//   space-in-address       words with neither "." nor "@" between them
//   missing-closing-bracket
//   unended-text           a comment, quoted-string or literal up to the end
//   text-behind-address    left out
//   semicolon-as-comma     outside of a group
//   missing-comma          behind a group
//   missing-group-end      ended by the end of the list
//   group-inside-group     the outer one ends before it
//   misplaced-character    one that begins nothing; stepped over
//   too-many-addresses     beyond ten thousand, left out
AddressList parse_address_list(std::string_view value, Findings& findings);

// The list as a faultless sender writes it, a line for each address; reading that gives the list.
std::string print(const AddressList& list);

}  // namespace postiche::mail
