// SPDX-License-Identifier: Apache-2.0
// The children's pages as a table of routes: no login, the person is known by the device that asks. Handlers run on the HTTP
// thread and only find out the language; everything else happens in an errand on the control thread.
#pragma once
#include <functional>
#include <vector>

#include "page/child/ask.h"
#include "page/child/frame.h"
#include "page/child/numbers.h"
#include "page/door_slips.h"
#include "page/errand.h"
#include "page/form_tokens.h"
#include "web/router.h"

namespace darban::page {

class ChildPages {
 public:
  // `control` must outlive this, and this its routes.
  explicit ChildPages(ControlThread& control);
  std::vector<web::Route> routes();

  // A request for another name than ours (web/router.h): somebody was led here because that name is closed for them. Answers 303
  // to /closed with a slip; neither name, path nor query goes with it.
  web::Answer stranger(const web::Request& request);
  // Once a minute or so, on the control thread: what is a day old goes, also when nobody looks.
  void tidy(House& house);
  const Languages& languages() const { return languages_; }

 private:
  // What a page is made of, inside an errand.
  struct Visit;
  using Make = std::function<web::Response(const Visit&)>;
  web::Answer page(const web::Request& request, Make make);
  web::Handler handler(web::Response (ChildPages::*make)(const Visit&));

  web::Response rules(const Visit& visit);
  web::Response ask(const Visit& visit);
  web::Response asked(const Visit& visit);
  web::Response taken_back(const Visit& visit);
  web::Response help(const Visit& visit);
  web::Response recorded(const Visit& visit);
  web::Response recorded_again(const Visit& visit, NumbersSaid said);
  web::Response started_fresh(const Visit& visit);
  web::Response chosen(const Visit& visit);
  web::Response changes(const Visit& visit);
  web::Response test(const Visit& visit);
  web::Response tested(const Visit& visit);
  web::Response closed(const Visit& visit);
  web::Response ask_again(const Visit& visit, AskSaid said, AskWish wish);

  ControlThread& control_;
  Languages languages_;
  FormTokens tokens_;
  DoorSlips slips_;
};

}  // namespace darban::page
