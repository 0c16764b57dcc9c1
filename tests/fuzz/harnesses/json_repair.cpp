// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The mender of JSON written by hand. Promises: any clean text that begins like JSON becomes JSON,
// of bounded length; JSON in which nothing is mended keeps its meaning; repairs told are few and
// inside the text.
#include "core/json_access.hpp"
#include "fuzz/harness.hpp"
#include "kit/json_stream.hpp"
#include "kit/repair_json.hpp"

namespace moisson::fuzz {

void json_repair(std::string_view input) {
    std::string text = clean(input);
    if (text.empty() || (text.front() != '{' && text.front() != '['))
        text.insert(0, "[");
    const kit::RepairedJson mended = kit::repair_json(text);
    require_clean(mended.text, "mended JSON");
    require(mended.text.size() <= 8 * text.size() + 64, "mending is bounded");
    require(mended.repairs.size() <= kit::repairs_told, "repairs told are few");
    require(mended.repairs.size() <= mended.repair_count, "repairs are counted");
    for (const kit::JsonRepair& repair : mended.repairs)
        require(repair.offset <= text.size(), "a repair is inside the text");
    if (mended.is_hopeless) {
        require(mended.text.empty(), "what is given up is not used");
        return;
    }
    std::size_t escapes = 0;
    const std::string sound = kit::repair_escapes(mended.text, escapes);
    const Result<json::Value> value = json::parse(sound);
    require(
        value.has_value() || value.error().code == Code::limit_reached ||
            value.error().code == Code::too_large,
        "what was mended is JSON"
    );
    if (json::parse(text).has_value()) {
        // The mender is for texts that are no JSON, but must not harm those it takes for sound.
        require(
            mended.repair_count > 0 || *json::parse(text) == *json::parse(mended.text),
            "JSON in which nothing is mended keeps its meaning"
        );
        static_cast<void>(kit::duplicate_key(text));
    }
}

} // namespace moisson::fuzz
