// SPDX-License-Identifier: MIT
// Invariants. Any value has a list, in which every group that begins ends, and none is inside
// another; a mailbox has a host and a group none. A list without deviations is printed so that
// it reads the same.
//
// Input: the value of an address field, folded or not.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "harness/base/bug.h"
#include "harness/mail/address_list.h"
#include "harness/mail/field_reader.h"

namespace {

using namespace postiche;
using namespace postiche::mail;

void check_groups(const AddressList& list) {
  bool in_group = false;
  for (const ListedAddress& each : list) {
    const bool is_mailbox = each.kind == ListedAddress::Kind::mailbox;
    POSTICHE_CHECK(each.host.has_value() == is_mailbox);
    if (is_mailbox) {
      POSTICHE_CHECK(each.mailbox.has_value());
      continue;
    }
    const bool begins = each.kind == ListedAddress::Kind::group_begin;
    POSTICHE_CHECK(begins != in_group);
    POSTICHE_CHECK(each.mailbox.has_value() == begins);
    POSTICHE_CHECK(!each.name && !each.route);
    in_group = begins;
  }
  POSTICHE_CHECK(!in_group);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string value = unfold({reinterpret_cast<const char*>(data), size});
  // Exactly as large as the value, so that reading past it is seen.
  const auto heap = std::make_unique<char[]>(value.size());
  value.copy(heap.get(), value.size());
  Findings findings;
  const AddressList list = parse_address_list({heap.get(), value.size()}, findings);
  check_groups(list);
  Findings again;
  const AddressList reread = parse_address_list(unfold(print(list)), again);
  check_groups(reread);
  if (!findings.deviations.empty()) return 0;
  POSTICHE_CHECK(reread == list);
  POSTICHE_CHECK(again.deviations.empty());
  return 0;
}
