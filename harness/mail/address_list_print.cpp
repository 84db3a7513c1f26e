// SPDX-License-Identifier: MIT
#include <algorithm>

#include "harness/base/ascii.h"
#include "harness/mail/address_list.h"
#include "harness/mail/atext.h"

namespace postiche::mail {

namespace {

bool is_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_atext);
}

// quoted-string, where `text` is no row of atoms with `separator` between them. Encoded words are
// atoms: in quotes they would mean themselves.
std::string quoted_if_need_be(std::string_view text, char separator) {
  const auto atoms = ascii::split(text, separator);
  if (std::all_of(atoms.begin(), atoms.end(), is_atom)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string print(const ListedAddress& address) {
  std::string out = quoted_if_need_be(address.mailbox.value_or(""), '.');
  if (const std::string host = address.host.value_or(""); !host.empty()) out += "@" + host;
  if (!address.name && !address.route) return out;
  out = "<" + (address.route ? *address.route + ":" : "") + out + ">";
  return address.name ? quoted_if_need_be(*address.name, ' ') + " " + out : out;
}

}  // namespace

std::string print(const AddressList& list) {
  std::string out;
  std::string_view separator;
  for (const ListedAddress& each : list) {
    switch (each.kind) {
      case ListedAddress::Kind::mailbox:
        out.append(separator).append(print(each));
        separator = ",\r\n ";
        break;
      case ListedAddress::Kind::group_begin:
        out.append(separator).append(quoted_if_need_be(each.mailbox.value_or(""), ' ')).append(":");
        separator = " ";
        break;
      case ListedAddress::Kind::group_end:
        out += ';';
        separator = ",\r\n ";
        break;
    }
  }
  return out;
}

}  // namespace postiche::mail
