// SPDX-License-Identifier: MIT
#pragma once
// Words of header fields that are not ASCII: RFC 2047.

#include <string>
#include <string_view>

namespace postiche::mail {

// `text`, unfolded, in UTF-8. White space between two encoded words is none (sec 6.2), and a
// character may be cut in two by it if they have one charset. Words that can't be decoded stay as
// they are; octets that are no UTF-8 become U+FFFD.
std::string decode_encoded_words(std::string_view text);

// UTF-8 as encoded words, each of whole characters and short enough (sec 2), a space between two.
// What is no UTF-8 becomes U+FFFD.
std::string encode_words(std::string_view text);

}  // namespace postiche::mail
