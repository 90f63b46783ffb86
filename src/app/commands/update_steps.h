// SPDX-License-Identifier: Apache-2.0
// The two processes that `darban lists update` leads: the one that speaks to the network, and the one that reads what came.
// Orders and reports are files in <state>. Errors are sentences. One thread; blocks until the step has ended.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "update/fetch_order.h"

namespace darban {

// Fetches what the batch orders, below <state>/cache, and shows how far it is. The report is in fetched_path().
std::optional<std::string> run_fetch_step(const std::string& state, FetchBatch batch);
std::string fetched_path(const std::string& state);

// Has `order` done by the step that reads, with what was fetched; `tell` hears its lines. The report is in <state>/`report`.
std::optional<std::string> run_reading_step(const std::string& state, const std::string& order, std::string_view report,
                                            const std::function<void(std::string_view)>& tell);

}  // namespace darban
