// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A stored alert as the words of daemon/i18n want it.
#pragma once

#include "i18n/alert_text.hpp"
#include "store/alert_store.hpp"

namespace moisson::views {

i18n::AlertFacts alert_facts(const store::AlertRow& row);
i18n::AlertText alert_text(const store::AlertRow& row);

} // namespace moisson::views
