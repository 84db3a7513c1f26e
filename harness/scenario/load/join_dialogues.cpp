// SPDX-License-Identifier: MIT
// The dialogues of a fragment: their names and lines become its own, so that those of the files
// that use it, and of other fragments, can't be meant.

#include "harness/scenario/load/join.h"

namespace postiche::scenario {

namespace {

class Renaming {
 public:
  explicit Renaming(const std::string& fragment) : fragment_(fragment) {}

  std::string operator()(const std::string& name) const { return name + " of " + fragment_; }

  void change(DialogueLines& lines) const {
    for (DialogueItem& item : lines) {
      item.id = fragment_ + ":" + item.id;
      if (auto* const play = std::get_if<PlayItem>(&item.what)) play->name = (*this)(play->name);
      if (auto* const loop = std::get_if<LoopItem>(&item.what)) change(loop->lines);
      auto* const any = std::get_if<AnyOrderItem>(&item.what);
      if (!any) continue;
      for (DialogueLines& block : any->blocks) change(block);
    }
  }

 private:
  const std::string& fragment_;
};

}  // namespace

void own_dialogues(Section& fragment, const std::string& name) {
  const Renaming rename(name);
  if (fragment.dialogue) rename.change(fragment.dialogue->lines);
  std::map<std::string, Dialogue> renamed;
  for (auto& [key, dialogue] : fragment.dialogues) {
    rename.change(dialogue.lines);
    dialogue.name = rename(key);
    renamed.emplace(dialogue.name, std::move(dialogue));
  }
  fragment.dialogues = std::move(renamed);
  for (Rule& rule : fragment.rules) {
    for (Step& step : rule.steps) {
      if (auto* const jump = std::get_if<DialogueStep>(&step.what)) jump->name = rename(jump->name);
    }
  }
}

}  // namespace postiche::scenario
