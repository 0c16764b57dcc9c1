// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "core/json_access.hpp"

#include "core/ascii.hpp"
#include "core/json_reader.hpp"
#include "core/limits.hpp"

#include <charconv>

namespace moisson::json {
namespace {

// Builds the document while watching the depth: nlohmann's own parser is iterative, but the
// destructor and every walker are not, so deep documents are refused here.
class BoundedHandler : public nlohmann::detail::json_sax_dom_parser<Value> {
    using Base = nlohmann::detail::json_sax_dom_parser<Value>;

public:
    explicit BoundedHandler(Value& document) : Base(document, false) {}

    bool start_object(std::size_t elements) { return enter() && Base::start_object(elements); }
    bool start_array(std::size_t elements) { return enter() && Base::start_array(elements); }
    bool end_object() {
        --depth_;
        return Base::end_object();
    }
    bool end_array() {
        --depth_;
        return Base::end_array();
    }
    template <class Exception>
    bool parse_error(std::size_t position, const std::string& token, const Exception& exception) {
        position_ = position;
        return Base::parse_error(position, token, exception);
    }

    bool too_deep() const { return too_deep_; }
    std::size_t position() const { return position_; }

private:
    bool enter() {
        too_deep_ = ++depth_ > limits::json_depth;
        return !too_deep_;
    }

    std::size_t depth_ = 0;
    std::size_t position_ = 0;
    bool too_deep_ = false;
};

} // namespace

Result<Value> parse(std::string_view bytes) {
    return parse_members(bytes, {});
}

Result<Value> parse_members(std::string_view bytes, std::span<const std::string_view> wanted) {
    Value root;
    if (read_good(bytes, root, wanted))
        return root;
    root = nullptr;
    BoundedHandler handler(root);
    const bool complete = Value::sax_parse(bytes.begin(), bytes.end(), &handler);
    if (handler.too_deep())
        return Error(
            Code::limit_reached,
            "JSON nests deeper than " + std::to_string(limits::json_depth)
        );
    if (!complete || handler.is_errored())
        return Error(
            Code::parse_json,
            "invalid JSON at byte " + std::to_string(handler.position())
        );
    return root;
}

bool is_well_formed(std::string_view bytes) {
    return Value::accept(bytes.begin(), bytes.end());
}

const Value* find(const Value& value, std::string_view key) {
    if (!value.is_object())
        return nullptr;
    const auto it = value.find(key);
    return it == value.end() ? nullptr : &*it;
}

const Value* find_path(const Value& value, std::initializer_list<std::string_view> path) {
    const Value* current = &value;
    for (const std::string_view key : path) {
        current = find(*current, key);
        if (current == nullptr)
            return nullptr;
    }
    return current;
}

std::string_view text(const Value& value, std::string_view key) {
    const Value* member = find(value, key);
    if (member == nullptr || !member->is_string())
        return {};
    return *member->get_ptr<const std::string*>();
}

std::string scalar(const Value& value) {
    if (value.is_string())
        return *value.get_ptr<const std::string*>();
    if (value.is_number() || value.is_boolean())
        return dump(value);
    return {};
}

std::string scalar(const Value& value, std::string_view key) {
    const Value* member = find(value, key);
    return member == nullptr ? std::string{} : scalar(*member);
}

std::optional<std::int64_t> integer(const Value& value, std::string_view key) {
    const Value* member = find(value, key);
    if (member == nullptr)
        return std::nullopt;
    if (member->is_number_unsigned()) {
        const auto number = member->get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (member->is_number_integer())
        return member->get<std::int64_t>();
    if (member->is_number_float()) {
        const auto number = member->get<double>();
        if (number >= -9.0e15 && number <= 9.0e15)
            return static_cast<std::int64_t>(number);
        return std::nullopt;
    }
    if (member->is_string()) {
        const auto& digits = *member->get_ptr<const std::string*>();
        std::int64_t number = 0;
        const auto* end = digits.data() + digits.size();
        const auto parsed = std::from_chars(digits.data(), end, number);
        if (parsed.ec == std::errc{} && parsed.ptr == end && !digits.empty())
            return number;
    }
    return std::nullopt;
}

std::optional<bool> boolean(const Value& value, std::string_view key) {
    const Value* member = find(value, key);
    if (member == nullptr)
        return std::nullopt;
    if (member->is_boolean())
        return member->get<bool>();
    std::string word = ascii_lowered(scalar(*member));
    if (word == "true" || word == "1")
        return true;
    if (word == "false" || word == "0")
        return false;
    return std::nullopt;
}

std::string dump(const Value& value) {
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

} // namespace moisson::json
