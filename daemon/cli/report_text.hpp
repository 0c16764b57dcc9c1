// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reports on a terminal: what a portal wrote comes without commands to it.
#pragma once

#include "routes/paths.hpp"
#include "views/catalog_views.hpp"

#include <string>
#include <string_view>

namespace moisson::cli {

std::string run_report_text(const views::RunView& view, const routes::PublicUrl& url);

// All sources of the portal when `source_key` is empty.
std::string portal_report_text(
    const views::PortalView& view,
    const routes::PublicUrl& url,
    Instant now,
    std::string_view source_key
);

} // namespace moisson::cli
