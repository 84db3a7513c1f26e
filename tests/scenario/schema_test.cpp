// SPDX-License-Identifier: MIT
#include "harness/scenario/schema.h"

#include <doctest/doctest.h>

namespace postiche::scenario {

TEST_CASE("the schema knows every form that the loader's tables name") {
  CHECK(forms_without_schema() == std::vector<std::string>());
}

}  // namespace postiche::scenario
