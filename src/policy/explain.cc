// SPDX-License-Identifier: Apache-2.0
#include "policy/explain.h"

#include "policy/explainer.h"

namespace darban {

Text text_of(AnswerForm form) {
  switch (form) {
    case AnswerForm::open:
      return "open";
    case AnswerForm::own:
      return "own";
    case AnswerForm::null:
      return "null";
    case AnswerForm::nxdomain:
      return "nxdomain";
    case AnswerForm::refused:
      return "refused";
    case AnswerForm::page:
      return "page";
    case AnswerForm::nodata:
      return "nodata";
  }
  return "open";
}

Explainer::Explainer(const Policy& policy, const Inquiry& inquiry, const Name& name, std::string_view written)
    : policy_(policy), parts_(*policy.parts_), inquiry_(inquiry), written_(written) {
  name.hash_suffixes(policy.seed(), hashes_);
  facts_ = policy.facts_of(hashes_);
  categories_ = policy.categories_of(hashes_, facts_);
  mode_ = policy.mode_at(inquiry.asker, inquiry.now);
  verdict_ = policy.decide(inquiry.asker, mode_, judged(), facts_);
}

Judged Explainer::judged() const {
  return {hashes_, categories_, inquiry_.type, inquiry_.address ? &*inquiry_.address : nullptr,
          inquiry_.mac ? &*inquiry_.mac : nullptr};
}

Explanation Explainer::explanation(Detail detail) const {
  Explanation e;
  e.verdict = verdict_;
  e.form = form();
  e.mode = mode_.mode;
  e.mode_ends = mode_.until;
  e.who = policy_.who(inquiry_.asker.profile);
  e.rule = rule();
  if (detail == Detail::verdict) return e;
  if (mode_.until != kNever) e.mode_until = clock_words(mode_.until);
  e.categories = keys_of(categories_);
  e.because = sentence();
  e.changes = next_change();
  e.change = change_words(e.changes);
  e.remedy = remedy();
  return e;
}

AnswerForm Explainer::form() const {
  if (verdict_.step == Step::local || verdict_.step == Step::canary) return AnswerForm::own;
  if (verdict_.action != Action::block) return AnswerForm::open;
  switch (verdict_.closed_as) {
    case ClosedAs::nxdomain:
      return AnswerForm::nxdomain;
    case ClosedAs::refused:
      return AnswerForm::refused;
    case ClosedAs::nodata:
      return AnswerForm::nodata;
    case ClosedAs::profile_says:
      break;
  }
  switch (asking().answer) {
    case AnswerMode::null:
      return AnswerForm::null;
    case AnswerMode::nxdomain:
      return AnswerForm::nxdomain;
    case AnswerMode::refused:
      return AnswerForm::refused;
    case AnswerMode::page:
      return AnswerForm::page;
  }
  return AnswerForm::null;
}

// From edge to edge: both clocks run on, nobody changes a rule.
WallTime Explainer::next_change() const {
  constexpr int kMostEdges = 500;
  constexpr Seconds kFortnight{14 * 86400};
  const WallTime end = inquiry_.now.wall + kFortnight;
  WallTime edge = verdict_.until;
  for (int edges = 0; edges < kMostEdges && edge < end; ++edges) {
    const Now then{inquiry_.now.mono + (edge - inquiry_.now.wall), edge, inquiry_.now.wall_trusted};
    const ModeAt mode = policy_.mode_at(inquiry_.asker, then);
    if (policy_.decide(inquiry_.asker, mode, judged(), facts_).action != verdict_.action) return edge;
    if (mode.until <= edge) break;
    edge = mode.until;
  }
  return kNever;
}

Explanation explain(const Policy& policy, const Inquiry& inquiry, const Name& name, std::string_view written, Detail detail) {
  return Explainer(policy, inquiry, name, written).explanation(detail);
}

Explanation explain(const Policy& policy, const Asker& asker, const Now& now, const Name& name) {
  return explain(policy, {asker, now}, name, "NAME");
}

}  // namespace darban
