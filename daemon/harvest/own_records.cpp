// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/own_records.hpp"

namespace moisson::harvest {

std::string own_address_in(const Dataset& dataset, const routes::PublicUrl& ours) {
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
