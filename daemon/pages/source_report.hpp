// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The reports of its sources on the page of a portal. Inside the room only.
#pragma once

#include "pages/site.hpp"

namespace moisson::pages {

// Sets `reports`.
void put_source_reports(const Site& site, render::Data& data, const views::PortalView& view);

} // namespace moisson::pages
