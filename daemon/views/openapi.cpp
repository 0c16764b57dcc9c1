// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/openapi.hpp"

#include <stdexcept>
#include <string>

namespace moisson::views {
namespace {

using Json = nlohmann::ordered_json;

void add_members(Json& to, const Json& from) {
    for (const auto& [name, value] : from.items()) {
        if (to.contains(name))
            throw std::logic_error("openapi: \"" + name + "\" is said twice");
        to[name] = value;
    }
}

void add_part(Json& document, const Json& part) {
    for (const auto& [name, value] : part.items()) {
        if (name == "paths") {
            add_members(document[name], value);
        } else if (name == "components") {
            for (const auto& [kind, members] : value.items())
                add_members(document[name][kind], members);
        } else if (name == "tags") {
            for (const Json& tag : value)
                document[name].push_back(tag);
        } else {
            document[name] = value;
        }
    }
}

} // namespace

nlohmann::ordered_json openapi_document(const routes::PublicUrl& url) {
    Json document;
    for (const std::string_view part : openapi_parts()) {
        const Json parsed = Json::parse(part, nullptr, false);
        if (!parsed.is_object())
            throw std::logic_error("openapi: a part is no JSON object");
        add_part(document, parsed);
    }
    if (!url.base().empty())
        document["servers"] = Json::array({{{"url", url.base()}, {"description", "Ce catalogue"}}});
    return document;
}

} // namespace moisson::views
