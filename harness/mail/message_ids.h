// SPDX-License-Identifier: MIT
#pragma once
// Which messages Message-ID, In-Reply-To and References name: what THREAD puts together, RFC 5256
// sec 3.

#include <string>
#include <string_view>
#include <vector>

namespace postiche::mail {

// The ids of an unfolded value, in its order: without brackets, comments, white space and quotes,
// so that equal ids are equal texts. What has no "@" is none, and words between ids are stepped
// over, as old mailers write them in In-Reply-To (RFC 5322 sec 4.5.4). Total, and linear.
std::vector<std::string> message_ids_of(std::string_view value);

}  // namespace postiche::mail
