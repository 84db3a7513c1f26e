// SPDX-License-Identifier: MIT
#pragma once
// What one FETCH item says of one message. The message is opened when an item needs to look inside,
// and once for all of them.

#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/encoding.h"
#include "harness/imap/fetch_item.h"
#include "harness/mail/opened_message.h"
#include "harness/store/message.h"

namespace postiche::imap {

class ItemWriter {
 public:
  // `flags` are those of the message, as a list in parentheses. All of it outlives this.
  ItemWriter(const store::Message& message, std::string_view flags, store::ModSeq mod_seq,
             Encoding encoding)
      : message_(message), flags_(flags), mod_seq_(mod_seq), encoding_(encoding) {}

  // Appends what the item is, behind its name. False where BINARY can't be told, since nobody knows
  // the encoding: [UNKNOWN-CTE], RFC 3516 sec 4.3.
  [[nodiscard]] bool append(std::string& out, const FetchItem& item);

 private:
  mail::OpenedMessage& opened();
  void append_plain(std::string& out, const FetchItem& item);
  void append_opened(std::string& out, const FetchItem& item);
  void append_section(std::string& out, const FetchItem& item);
  bool append_binary_section(std::string& out, const FetchItem& item);

  const store::Message& message_;
  const std::string_view flags_;
  const store::ModSeq mod_seq_;
  const Encoding encoding_;
  std::optional<mail::OpenedMessage> opened_;
};

}  // namespace postiche::imap
