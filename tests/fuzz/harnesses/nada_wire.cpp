// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Answers of NADA, with the messages of PHP around them. Promises: the document that PHP talked
// around stays whole, records are sound (records.hpp), numbers are not negative.
#include "fuzz/records.hpp"
#include "nada/mapping.hpp"
#include "nada/php.hpp"
#include "nada/wire.hpp"

namespace moisson::fuzz {

void nada_wire(std::string_view input) {
    std::string text = clean(input);
    const std::string before = text;
    const std::string around = nada::strip_php_messages(text);
    require(text.size() + around.size() <= before.size() + 16, "PHP's words are taken, not made");
    require(
        text.empty() || before.find(text) != std::string::npos,
        "the document is a piece of the body"
    );
    const auto body = json_body(text);
    if (!body)
        return;
    const MapRecord map = [](std::string_view canonical, std::vector<Issue>& issues) {
        return nada::map_study(canonical, {"https://portail.exemple"}, issues);
    };
    if (const auto listing = nada::read_search(*body, {"essai", {}})) {
        require(
            listing->received >= static_cast<std::int64_t>(listing->rows.size()),
            "a list gives no more than it received"
        );
        require(listing->limit >= 0, "a page size is not negative");
        require(!listing->found || *listing->found >= 0, "a count is not negative");
        for (const nada::Row& row : listing->rows) {
            check_record(row.record, map);
            require_clean(row.stamp, "a stamp");
        }
        check_issues(listing->issues);
    }
    if (const auto study = nada::read_study(*body))
        check_record(*study, map);
}

} // namespace moisson::fuzz
