// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/own_records.hpp"

#include <algorithm>

namespace moisson::harvest {

OwnSite::OwnSite(std::string_view public_url, const std::vector<std::string>& neighbours)
    : ours_(public_url) {
    for (const std::string& address : neighbours) {
        routes::PublicUrl site(address);
        // A portal that is this very site harvests us.
        if (ours_.covers(site.base()) && !site.covers(ours_.base()))
            neighbours_.push_back(std::move(site));
    }
}

bool OwnSite::covers(std::string_view address) const {
    return ours_.covers(address) &&
           std::none_of(neighbours_.begin(), neighbours_.end(), [&](const routes::PublicUrl& site) {
               return site.covers(address);
           });
}

std::string own_address_in(const Dataset& dataset, const OwnSite& ours) {
    for (const std::string* name :
         {&dataset.uri,
          &dataset.origin_url,
          &dataset.origin_portal,
          &dataset.origin_id,
          &dataset.landing_page,
          &dataset.remote_url,
          &dataset.remote_id})
        if (ours.covers(*name))
            return *name;
    for (const std::string& identifier : dataset.identifiers)
        if (ours.covers(identifier))
            return identifier;
    return {};
}

} // namespace moisson::harvest
