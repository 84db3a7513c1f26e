// SPDX-License-Identifier: MIT
#pragma once
// The texts that are built into the program. CMake makes the functions.

#include <string_view>
#include <vector>

namespace postiche::judge {

struct EmbeddedFile {
  std::string_view name;  // its path within its folder
  std::string_view text;
};

std::vector<EmbeddedFile> catalogue_files();  // harness/judge/catalogue
std::vector<EmbeddedFile> page_files();       // page.html, then styles, then scripts
std::vector<EmbeddedFile> example_files();    // tests/judge: ID/right.txt, ID/wrong.txt

}  // namespace postiche::judge
