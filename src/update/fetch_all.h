// SPDX-License-Identifier: Apache-2.0
// Fetches every list of a batch: a few at a time, each by its plan (fetch_plan.h) into its file (download.h). A slow server holds
// up its own list only, for a bounded time; a list that waits for its next try holds up nobody. Every order gets a result.
// Blocks; one thread.
#pragma once
#include <functional>
#include <vector>

#include "update/fetch.h"
#include "update/fetch_order.h"
#include "update/fetch_progress.h"
#include "update/fetch_report.h"

namespace darban {

std::vector<FetchResult> fetch_all(const FetchBatch& batch, Fetcher& fetcher,
                                   const std::function<void(const FetchProgress&)>& tell);

// The results when nothing could be tried at all.
std::vector<FetchResult> all_failed(const FetchBatch& batch, FetchTrouble trouble);

}  // namespace darban
