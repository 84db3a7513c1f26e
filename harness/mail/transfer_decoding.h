// SPDX-License-Identifier: MIT
#pragma once
// Undoes Content-Transfer-Encoding: RFC 2045 sec 6. Piece by piece, wherever the pieces are cut,
// and forgiving: what is no part of the encoding is named by is_damaged(), never an error.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/base/rope.h"

namespace postiche::mail {

enum class TransferEncoding : std::uint8_t { identity, quoted_printable, base64 };

// Nothing where nobody knows it; identity of "7bit", "8bit" and "binary". Ignores case.
std::optional<TransferEncoding> find_transfer_encoding(std::string_view name);

class TransferDecoder {
 public:
  explicit TransferDecoder(TransferEncoding encoding) : encoding_(encoding) {}

  // Appends what `piece` says to `out`.
  void append(std::string_view piece, std::string& out);
  // There is no more: appends what was held back.
  void finish(std::string& out);
  // Whether there was anything that the encoding does not have.
  bool is_damaged() const { return is_damaged_; }

 private:
  void append_base64(std::string_view piece, std::string& out);
  void append_whole_groups(std::string_view& piece, std::string& out);
  void append_base64_group(std::string& out);
  void append_quoted(std::string_view piece, std::string& out);
  std::string_view take_escape(std::string_view piece, std::string& out);
  void end_escape(std::string& out);

  TransferEncoding encoding_;
  bool is_damaged_ = false;
  std::string held_;        // of quoted-printable: "=" and what follows, or white space
  std::uint32_t bits_ = 0;  // of base64: the group at hand
  int characters_ = 0;      // in it
  bool is_over_ = false;    // behind "="
};

struct Decoded {
  std::string octets;
  bool is_damaged = false;
  bool is_cut = false;  // there was more than was asked for
};

// What stands in `range`, up to `limit` octets of it decoded.
Decoded decode_range(const Rope& message, Range range, TransferEncoding encoding,
                     std::size_t limit);

}  // namespace postiche::mail
