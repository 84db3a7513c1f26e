// SPDX-License-Identifier: MIT
// Invariants. Whatever a file is, its messages have CRLF at the end of their lines, and together
// are no larger than the file with such lines. Written to a file again, as mboxrd has it, they are
// the same messages. Names of files and folders always mean something.
//
// Input: an mbox file. Its first line is also the name of a file, and of a folder.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/base/ascii.h"
#include "harness/base/bug.h"
#include "harness/mail/line_endings.h"
#include "harness/store/maildir.h"
#include "harness/store/mbox.h"

namespace {

using namespace postiche;
using namespace postiche::store;

void check_endings(std::string_view octets) {
  for (std::size_t at = octets.find('\n'); at != std::string_view::npos;
       at = octets.find('\n', at + 1)) {
    POSTICHE_CHECK(at > 0 && octets[at - 1] == '\r');
  }
}

void append_quoted(std::string_view octets, std::string& file) {
  bool in_body = false;
  while (!octets.empty()) {
    const std::size_t end = octets.find("\r\n");
    const std::string_view line = octets.substr(0, end);
    octets.remove_prefix(end == std::string_view::npos ? octets.size() : end + 2);
    const std::size_t quotes = std::min(line.find_first_not_of('>'), line.size());
    if (in_body && line.substr(quotes).starts_with("From ")) file += '>';
    file.append(line).append(end == std::string_view::npos ? "" : "\r\n");
    in_body = in_body || line.empty();
  }
}

// Whether the message can be told from its neighbours in a file: it has a body, whose last line is
// ended, and no fields of the mailbox.
bool can_be_filed(const FiledMessage& message) {
  const std::string& octets = message.octets;
  const std::size_t body = octets.starts_with("\r\n") ? 0 : octets.find("\r\n\r\n");
  if (body == std::string::npos || !octets.ends_with("\r\n")) return false;
  const std::string header = "\n" + ascii::to_lower(octets.substr(0, body));
  return header.find("\nstatus:") == std::string::npos &&
         header.find("\nx-status:") == std::string::npos &&
         header.find("\nfrom ") == std::string::npos;
}

void check_refiled(const std::vector<FiledMessage>& messages) {
  std::string file;
  std::vector<std::string> wanted;
  for (const FiledMessage& each : messages) {
    if (!can_be_filed(each)) continue;
    wanted.push_back(each.octets);
    file += "From nobody Thu Jan  1 00:00:00 1970\r\n";
    append_quoted(each.octets, file);
    file += "\r\n";
  }
  const auto again = split_mbox(file);
  POSTICHE_CHECK(again.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) POSTICHE_CHECK(again[i].octets == wanted[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  const std::size_t most = mail::with_crlf(file).size();
  for (const FromQuoting quoting : {FromQuoting::none, FromQuoting::mboxo, FromQuoting::mboxrd}) {
    const auto messages = split_mbox(file, quoting);
    std::size_t octets = 0;
    for (const FiledMessage& each : messages) {
      check_endings(each.octets);
      octets += each.octets.size();
    }
    POSTICHE_CHECK(octets <= most);
    check_refiled(messages);
  }
  const std::string_view name = file.substr(0, file.find('\n'));
  parse_maildir_name(name);
  if (const auto mailbox = mailbox_of_maildir_folder(name)) {
    POSTICHE_CHECK(mailbox->size() == name.size() - 1);
  }
  return 0;
}
