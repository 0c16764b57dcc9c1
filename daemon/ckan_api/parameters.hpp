// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The parameters of a call, however they were sent (research A1.1). Pure.
#pragma once

#include "ckan_api/envelope.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::ckan_api {

class Parameters {
public:
    Parameters() = default;
    explicit Parameters(Json object) : object_(std::move(object)) {}

    bool has(std::string_view name) const;
    // Empty when it is absent, null or no text; numbers and truth values as CKAN reads them. Of a
    // list its first entry.
    std::string text(std::string_view name) const;
    // A list, a list as JSON in a text, else words between commas or spaces.
    std::vector<std::string> list(std::string_view name) const;
    // Entries as they are: a text is a list of one.
    std::vector<std::string> texts(std::string_view name) const;
    // "true", "Yes", "1", "off"...; `otherwise` when absent. Fails with "Validation Error" never:
    // what cannot be read is `otherwise`.
    bool truth(std::string_view name, bool otherwise) const;
    // "Invalid integer", "Must be a natural number".
    Read<std::int64_t> natural(std::string_view name, std::int64_t otherwise) const;
    // "Missing value".
    Read<std::string> wanted(std::string_view name) const;

    const Json& object() const { return object_; }

private:
    const Json* find(std::string_view name) const;
    Json object_ = Json::object();
};

// From the query string of a GET; from the body of a POST, whatever its Content-Type says: an
// object in JSON, a form, a form whose one name is the object, several parts, or nothing at all
// (then the query string).
Read<Parameters> read_parameters(const net::ServerRequest& request);

} // namespace moisson::ckan_api
