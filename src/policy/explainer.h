// SPDX-License-Identifier: Apache-2.0
// One inquiry being explained: the verdict is worked out once (explain.cc), then put into words (explain_words.cc,
// explain_rule.cc). Only those include this.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "policy/explain.h"
#include "policy/parts.h"

namespace darban {

class Explainer {
 public:
  // All four must outlive it.
  Explainer(const Policy& policy, const Inquiry& inquiry, const Name& name, std::string_view written);
  Explanation explanation(Detail detail) const;

 private:
  const Profile& asking() const { return policy_.profile(inquiry_.asker); }
  bool open() const { return verdict_.action != Action::block; }  // led to a safe name: open as that
  std::size_t mode_number() const { return static_cast<std::size_t>(mode_.mode); }
  Judged judged() const;
  AnswerForm form() const;
  WallTime next_change() const;
  CategorySet hit() const;  // what is closed of its categories

  // explain_words.cc
  std::string sentence() const;
  std::string change_words(WallTime changes) const;
  std::string remedy() const;
  std::string remedy_of_closed() const;
  std::string clock_words(WallTime time) const;
  std::vector<std::string> keys_of(const CategorySet& set) const;
  std::string joined_keys(const CategorySet& set) const;

  // explain_rule.cc
  std::string rule() const;
  std::string rule_of_time() const;
  std::string rule_of_grant() const;
  std::string rule_of_family() const;
  std::string rule_of_category() const;
  std::string rule_of_standard() const;
  std::string window_words(const CategorySet* closed) const;
  std::string grant_words(const Grant& grant) const;
  std::string source_words(const RuleSource& source) const;
  const RuleSource* family_source() const;
  const Grant* grant() const;  // the one that decided; null: none did

  const Policy& policy_;
  const Policy::Parts& parts_;
  const Inquiry& inquiry_;
  std::string_view written_;
  SuffixHashes hashes_;
  NameFacts facts_;
  CategorySet categories_;
  ModeAt mode_;
  Verdict verdict_;
};

}  // namespace darban
