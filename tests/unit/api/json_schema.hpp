// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The part of JSON Schema that the description of the API uses, and nothing more: a keyword that
// is not known here is an error, so that no constraint is passed over.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::test {

class JsonSchema {
public:
    using Json = nlohmann::json;

    // `document`: where "#/components/schemas/..." lead.
    explicit JsonSchema(const Json& document) : document_(document) {}

    // One line per fault, none when `value` is as `schema` says.
    std::vector<std::string> faults(const Json& schema, const Json& value) {
        faults_.clear();
        check(schema, value, "");
        return faults_;
    }

private:
    void fault(const std::string& where, const std::string& what) {
        faults_.push_back((where.empty() ? "/" : where) + ": " + what);
    }

    static bool has_type(const std::string& type, const Json& value) {
        if (type == "integer")
            return value.is_number_integer();
        if (type == "number")
            return value.is_number();
        return type == value.type_name();
    }

    void check(const Json& schema, const Json& value, const std::string& where) {
        static constexpr std::array<std::string_view, 13> known = {
            "$ref",
            "type",
            "enum",
            "anyOf",
            "properties",
            "additionalProperties",
            "items",
            "required",
            "format",
            "minimum",
            "maximum",
            "default",
            "description"};
        for (const auto& [keyword, ignored] : schema.items())
            if (std::find(known.begin(), known.end(), keyword) == known.end())
                fault(where, "keyword " + keyword);
        if (schema.contains("$ref"))
            check(resolve(schema["$ref"]), value, where);
        if (schema.contains("anyOf"))
            check_any(schema["anyOf"], value, where);
        if (schema.contains("type"))
            check_type(schema["type"], value, where);
        if (schema.contains("enum")) {
            const Json& list = schema["enum"];
            if (std::find(list.begin(), list.end(), value) == list.end())
                fault(where, value.dump() + " is no value of the enumeration");
        }
        if (schema.contains("items") && value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i)
                check(schema["items"], value[i], where + "/" + std::to_string(i));
        if (value.is_object())
            check_members(schema, value, where);
    }

    void check_any(const Json& schemas, const Json& value, const std::string& where) {
        const std::vector<std::string> before = faults_;
        std::vector<std::string> all;
        for (const Json& schema : schemas) {
            faults_.clear();
            check(schema, value, where);
            if (faults_.empty()) {
                faults_ = before;
                return;
            }
            all.insert(all.end(), faults_.begin(), faults_.end());
        }
        faults_ = before;
        faults_.insert(faults_.end(), all.begin(), all.end());
    }

    void check_type(const Json& type, const Json& value, const std::string& where) {
        const Json types = type.is_array() ? type : Json::array({type});
        const bool good = std::any_of(types.begin(), types.end(), [&](const Json& one) {
            return has_type(one.get<std::string>(), value);
        });
        if (!good)
            fault(where, value.dump().substr(0, 60) + " is not " + type.dump());
    }

    void check_members(const Json& schema, const Json& value, const std::string& where) {
        for (const Json& name : schema.value("required", Json::array()))
            if (!value.contains(name.get<std::string>()))
                fault(where, "without " + name.get<std::string>());
        const Json properties = schema.value("properties", Json::object());
        const Json other = schema.value("additionalProperties", Json(true));
        for (const auto& [name, member] : value.items()) {
            if (properties.contains(name))
                check(properties[name], member, where + "/" + name);
            else if (other.is_object())
                check(other, member, where + "/" + name);
            else if (other == false)
                fault(where, name + " is not described");
        }
    }

    const Json& resolve(const Json& reference) const {
        return document_.at(Json::json_pointer(reference.get<std::string>().substr(1)));
    }

    const Json& document_;
    std::vector<std::string> faults_;
};

} // namespace moisson::test
