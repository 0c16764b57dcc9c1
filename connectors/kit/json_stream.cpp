// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The structural scanner: finds where values begin and end, looks at nothing else.
#include "kit/json_stream.hpp"

#include "core/json_access.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace moisson::kit {
namespace {

constexpr int member_levels = 3;

class Scanner {
public:
    Scanner(
        std::string_view body,
        std::span<const std::string_view> record_paths,
        const JsonHandlers& handlers
    )
        : body_(body), record_paths_(record_paths), handlers_(handlers) {}

    Result<void> document() {
        skip_space();
        if (Result<void> root = value(0); root.has_error())
            return root;
        skip_space();
        if (at_ < body_.size())
            return broken("bytes after the document");
        return {};
    }

    // One value, as far as it goes.
    JsonSpan one() {
        skip_space();
        JsonSpan span;
        if (skip(span).has_error())
            span.bytes = body_;
        return span;
    }

private:
    Result<void> broken(std::string_view why) const {
        return Error(Code::parse_json, std::string(why) + " at byte " + std::to_string(at_));
    }

    void skip_space() {
        while (at_ < body_.size() && (body_[at_] == ' ' || body_[at_] == '\n' ||
                                      body_[at_] == '\r' || body_[at_] == '\t'))
            ++at_;
    }

    bool take(char c) {
        skip_space();
        if (at_ >= body_.size() || body_[at_] != c)
            return false;
        ++at_;
        return true;
    }

    bool is_record_path() const {
        return std::find(record_paths_.begin(), record_paths_.end(), path_) != record_paths_.end();
    }

    Result<void> value(int level) {
        skip_space();
        if (at_ >= body_.size())
            return broken("the document ends early");
        if (body_[at_] == '[' && is_record_path())
            return records(true);
        if (body_[at_] == '{' && !handlers_.object_path.empty() && path_ == handlers_.object_path)
            return record();
        if (body_[at_] == '{' && level < member_levels)
            return members(level);
        return member();
    }

    Result<void> record() {
        JsonSpan span;
        if (Result<void> skipped = skip(span); skipped.has_error())
            return skipped;
        span.path = path_;
        if (handlers_.on_record)
            handlers_.on_record(span);
        return {};
    }

    Result<void> member() {
        JsonSpan span;
        if (Result<void> skipped = skip(span); skipped.has_error())
            return skipped;
        if (handlers_.on_member && span.bytes.size() <= member_bytes_max)
            handlers_.on_member(path_, span.bytes);
        return {};
    }

    Result<void> members(int level) {
        ++at_;
        if (take('}'))
            return {};
        while (true) {
            skip_space();
            std::string_view key;
            if (Result<void> read = string(key); read.has_error())
                return read;
            if (!take(':'))
                return broken("a member without a colon");
            const std::size_t length = path_.size();
            if (level > 0)
                path_ += '.';
            path_ += key;
            Result<void> inner = value(level + 1);
            path_.resize(length);
            if (inner.has_error())
                return inner;
            if (take('}'))
                return {};
            if (!take(','))
                return broken("members without a comma");
        }
    }

    Result<void> records(bool may_open) {
        ++at_;
        if (handlers_.on_list)
            handlers_.on_list();
        if (take(']'))
            return {};
        while (true) {
            skip_space();
            if (may_open && at_ < body_.size() && body_[at_] == '[') {
                if (Result<void> inner = records(false); inner.has_error())
                    return inner;
            } else if (Result<void> one = record(); one.has_error()) {
                return one;
            }
            if (take(']'))
                return {};
            if (!take(','))
                return broken("records without a comma");
        }
    }

    // `text`: between the quotes, escapes as they are.
    Result<void> string(std::string_view& text) {
        if (at_ >= body_.size() || body_[at_] != '"')
            return broken("a string was expected");
        const std::size_t begin = ++at_;
        while (at_ < body_.size()) {
            const void* quote = std::memchr(body_.data() + at_, '"', body_.size() - at_);
            if (quote == nullptr)
                break;
            const auto end =
                static_cast<std::size_t>(static_cast<const char*>(quote) - body_.data());
            std::size_t slashes = 0;
            while (end > begin + slashes && body_[end - slashes - 1] == '\\')
                ++slashes;
            at_ = end + 1;
            if (slashes % 2 == 0) {
                text = body_.substr(begin, end - begin);
                return {};
            }
        }
        at_ = body_.size();
        return broken("a string without end");
    }

    // Past one value of any kind, without recursion: only the balance of brackets is counted, the
    // parser checks the rest.
    Result<void> skip(JsonSpan& span) {
        const std::size_t begin = at_;
        std::size_t depth = 0;
        while (true) {
            if (at_ >= body_.size())
                return broken("the document ends early");
            const char c = body_[at_];
            if (c == '"') {
                std::string_view text;
                if (Result<void> read = string(text); read.has_error())
                    return read;
                span.longest_string = std::max(span.longest_string, text.size());
            } else if (c == '{' || c == '[') {
                // With the first value in it.
                ++span.values;
                span.depth = std::max(span.depth, ++depth);
                ++at_;
            } else if (c == '}' || c == ']') {
                if (depth == 0)
                    return broken("a bracket too many");
                span.values -= follows_opening() ? 1 : 0;
                --depth;
                ++at_;
            } else if (c == ',' && depth > 0) {
                ++span.values;
                ++at_;
            } else if (depth == 0) {
                if (!scalar())
                    return broken("a value was expected");
            } else {
                at_ = std::min(body_.find_first_of("\"{}[],", at_), body_.size());
                continue;
            }
            if (depth == 0)
                break;
        }
        span.bytes = body_.substr(begin, at_ - begin);
        span.offset = begin;
        return {};
    }

    // Whether nothing stands between the bracket here and the one that it closes.
    bool follows_opening() const {
        const std::size_t before = body_.find_last_not_of(" \n\r\t", at_ - 1);
        return before != body_.npos && (body_[before] == '{' || body_[before] == '[');
    }

    bool scalar() {
        const std::size_t end = std::min(body_.find_first_of(",]} \t\r\n", at_), body_.size());
        const bool some = end > at_;
        at_ = end;
        return some;
    }

    std::string_view body_;
    std::span<const std::string_view> record_paths_;
    const JsonHandlers& handlers_;
    std::string path_;
    std::size_t at_ = 0;
};

} // namespace

Result<void> JsonSpan::within_limits() const {
    if (depth > limits::json_depth)
        return Error(Code::limit_reached, "JSON nests " + std::to_string(depth) + " deep");
    if (longest_string > limits::json_string_bytes)
        return Error(Code::too_large, "a string of " + std::to_string(longest_string) + " bytes");
    if (bytes.size() > limits::record_bytes)
        return Error(Code::too_large, "a record of " + std::to_string(bytes.size()) + " bytes");
    if (values > limits::record_values)
        return Error(Code::too_large, "a record of " + std::to_string(values) + " values");
    return {};
}

Result<void> within_limits(std::string_view record) {
    JsonHandlers none;
    return Scanner(record, {}, none).one().within_limits();
}

Result<void> scan_json(
    std::string_view body,
    std::span<const std::string_view> record_paths,
    const JsonHandlers& handlers
) {
    Scanner scanner(body, record_paths, handlers);
    return scanner.document();
}

} // namespace moisson::kit
