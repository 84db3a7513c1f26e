// SPDX-License-Identifier: MIT
#include "harness/store/accounts.h"

#include <doctest/doctest.h>

namespace postiche::store {
namespace {

TEST_CASE("accounts are told in the order in which they were added, with what they have now") {
  Accounts accounts(1);
  accounts.add({"bob@example.com"});
  accounts.add({"ann", {"office@example.com"}});
  accounts.tree_of("ann")->create("Sent");
  const auto all = accounts.all();
  REQUIRE(all.size() == 2);
  CHECK(all[0].first->user == "bob@example.com");
  CHECK(all[1].first->aliases == std::vector<std::string>{"office@example.com"});
  CHECK(all[1].second->find("Sent"));
  accounts.empty_all();
  CHECK_FALSE(accounts.all()[1].second->find("Sent"));
}

}  // namespace
}  // namespace postiche::store
