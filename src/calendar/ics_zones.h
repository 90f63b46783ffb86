// SPDX-License-Identifier: Apache-2.0
// Which zone a calendar means by a TZID: the IANA zone of that name, as the machine knows it, and else what the file says about
// it (VTIMEZONE: names such as "Pakistan Standard Time" mean nothing without). A time without a TZID is the household's. Each is
// worked out once, when a time asks for it. One thread; blocks and values must outlive it.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/zone.h"
#include "calendar/ical_values.h"
#include "calendar/ics_blocks.h"

namespace darban {

class IcsZones {
 public:
  // Descriptions are followed up to the day `to`; each day that is looked at takes a step off `steps`.
  IcsZones(const std::vector<IcsBlock>& described, const IcalValues& values, const Zone& household, LocalDay to,
           std::int64_t& steps)
      : described_(described), values_(values), household_(household), utc_(Zone::utc()), to_(to), steps_(steps) {}

  // The fault has the line of the description; 0: there is none.
  Result<const Zone*, IcsFault> of(const IcsTime& time);

 private:
  Result<Zone, IcsFault> found(const std::string& name);
  Result<Zone, IcsFault> described(const IcsBlock& block);
  bool add_onsets(const IcsBlock& part, std::vector<Zone::Step>& steps, std::pair<WallTime, Seconds>& earliest);

  const std::vector<IcsBlock>& described_;
  const IcalValues& values_;
  const Zone& household_;
  Zone utc_;
  LocalDay to_;
  std::int64_t& steps_;
  std::map<std::string, Result<Zone, IcsFault>> known_;
};

}  // namespace darban
