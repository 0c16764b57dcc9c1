// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the pages of subscriptions share. Inside the room only.
#pragma once

#include "notify/desk.hpp"
#include "pages/site.hpp"

#include <string>
#include <utility>
#include <vector>

namespace moisson::pages {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Choice {
    std::string value;
    std::string label;
};

// One sentence, and perhaps one button that posts `fields`.
struct SubscriptionText {
    std::string heading;
    std::string lead;
    std::string note;
    std::string action;
    std::string button;
    Fields fields;
    // What is chosen before the button, as the field `frequence`.
    std::vector<Choice> frequencies;
    std::string manage_url;
    // Another answer, and where it is given.
    std::string other;
    std::string other_url;
};

// Never cached, never indexed, and its address is told to nobody.
net::ServerResponse subscription_page(const Site& site, SubscriptionText text, int status = 200);
net::ServerResponse private_page(net::ServerResponse response);
// 503 without a desk.
net::ServerResponse no_desk(const Site& site, const Call& call);
// What a form holds; nothing when it is no form or too large.
std::optional<routes::Query> form_of(const net::ServerRequest& request);

render::Data choices(const std::vector<Choice>& all, std::string_view chosen);
std::vector<Choice> frequency_choices(bool with_immediate);

} // namespace moisson::pages
