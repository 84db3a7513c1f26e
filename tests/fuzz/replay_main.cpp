// SPDX-License-Identifier: MIT
// Feeds a fuzz target the files of its corpus, in builds that have no libFuzzer.
// Usage: replay_NAME FILE-OR-FOLDER...

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void replay(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  // Exactly as large as the input, so that the sanitizers see a read past its end.
  const std::vector<char> text{std::istreambuf_iterator<char>(stream), {}};
  const std::vector<std::uint8_t> input(text.begin(), text.end());
  std::printf("%s\n", file.c_str());
  std::fflush(stdout);
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  LLVMFuzzerTestOneInput(nullptr, 0);
  for (int i = 1; i < argc; ++i) {
    const fs::path place = argv[i];
    if (!fs::is_directory(place)) {
      if (fs::exists(place)) replay(place);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(place)) {
      if (entry.is_regular_file()) replay(entry.path());
    }
  }
  return 0;
}
