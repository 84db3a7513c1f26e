// SPDX-License-Identifier: MIT
#pragma once
// The words of an HTML text, for people who want a glance at it. No parser of HTML: tags, comments,
// and what scripts and style sheets hold are left out, and whatever else stays.

#include <cstddef>
#include <string>
#include <string_view>

namespace postiche::mail {

// `html` is UTF-8, and so is what comes out: no more than `limit` octets. Total, linear.
std::string text_of_html(std::string_view html, std::size_t limit);

}  // namespace postiche::mail
