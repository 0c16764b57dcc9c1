// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "i18n/alert_text.hpp"

#include "i18n/format.hpp"

namespace moisson::i18n {

AlertText describe(const AlertFacts& facts) {
    AlertText out;
    out.title =
        facts.dataset_title.value_or(facts.portal_title.value_or(facts.host.value_or(facts.subject))
        );
    out.sentence = facts.kind + " depuis le " + date_time(facts.since) + ".";
    out.action = "Voir";
    return out;
}

} // namespace moisson::i18n
