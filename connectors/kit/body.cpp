// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Bodies before parsing.
#include "kit/body.hpp"

#include "core/json_access.hpp"
#include "core/limits.hpp"
#include "core/utf8.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace moisson::kit {
namespace {

std::string_view without_leading_space(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first);
}

// Old sites answer with a JSON string that holds the JSON (seen on CKAN 1.x).
void unquote(std::string& body) {
    const Result<json::Value> whole = json::parse(body);
    if (whole.has_error() || !whole->is_string())
        return;
    const auto& inner = whole->get_ref<const std::string&>();
    const std::string_view text = without_leading_space(inner);
    if (text.starts_with('{') || text.starts_with('['))
        body = inner;
}

bool may_begin_json(char c) {
    return c == '{' || c == '[' || c == '"' || c == '-' || (c >= '0' && c <= '9') || c == 't' ||
           c == 'f' || c == 'n';
}

// Whether JSON stands inside a JSON string. Errors: NOT_JSON.
Result<bool> begins_with_quote(std::string_view body) {
    const std::string_view text = without_leading_space(body);
    if (text.empty())
        return Error(Code::not_json, "empty body");
    if (text.front() == '<')
        return Error(Code::not_json, "HTML: " + excerpt_of(text.substr(0, 200)));
    if (!may_begin_json(text.front()))
        return Error(Code::not_json, excerpt_of(text.substr(0, 200)));
    return text.front() == '"';
}

Issue repaired_encoding(std::size_t repairs, std::string_view url) {
    Issue issue(Code::encoding_repaired, Stage::parse, std::to_string(repairs) + " sequences");
    issue.remote_url = url;
    return issue;
}

// Calls `use(piece)` with pieces that are cut between characters, until it returns false.
template <class Use>
void in_pieces_of_text(const net::Body& body, Use use) {
    constexpr std::size_t tail_max = 3;
    const std::string_view text = body.view();
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = std::min(at + net::body_piece_bytes, text.size());
        for (std::size_t back = 0; back < tail_max && end < text.size(); ++back, --end)
            if ((static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U)
                break;
        const std::string_view piece = text.substr(at, end - at);
        const bool more = use(piece);
        body.forget(piece);
        if (!more)
            return;
        at = end;
    }
}

bool is_clean(const net::Body& body) {
    bool clean = true;
    in_pieces_of_text(body, [&](std::string_view piece) {
        clean = is_clean_utf8(piece);
        return clean;
    });
    return clean;
}

std::string_view without_mark(std::string_view piece) {
    if (piece.starts_with(byte_order_mark))
        piece.remove_prefix(byte_order_mark.size());
    return piece;
}

// Of the document as a whole: what one piece looks like would depend on where it begins.
EncodingSigns signs_of(const net::Body& body) {
    EncodingSigns signs;
    bool first = true;
    in_pieces_of_text(body, [&](std::string_view piece) {
        signs.add(std::exchange(first, false) ? without_mark(piece) : piece);
        return true;
    });
    return signs;
}

// Without byte order mark and in valid UTF-8.
Result<net::Body>
repaired(const net::Body& body, const net::SpoolOptions& options, std::size_t& repairs) {
    const EncodingSigns signs = signs_of(body);
    net::Spool spool(options);
    std::optional<Error> failure;
    bool first = true;
    in_pieces_of_text(body, [&](std::string_view piece) {
        if (std::exchange(first, false))
            piece = without_mark(piece);
        if (is_clean_utf8(piece)) {
            failure = spool.append(piece);
        } else {
            const RepairedText text = repair_utf8(piece, signs);
            repairs += text.repairs;
            failure = spool.append(text.text);
        }
        if (!failure && spool.size() > limits::document_body_bytes)
            failure = Error(Code::too_large, std::to_string(spool.size()) + " bytes after repairs");
        return !failure;
    });
    if (failure)
        return std::move(*failure);
    return spool.finish();
}

} // namespace

std::string excerpt_of(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, limits::excerpt_bytes * 2);
    if (is_clean_utf8(head))
        return std::string(utf8_prefix(head, limits::excerpt_bytes));
    const std::string clean = repair_utf8(head).text;
    return std::string(utf8_prefix(clean, limits::excerpt_bytes));
}

bool looks_like_json(const net::Body& body) {
    const std::string_view text = without_leading_space(without_mark(body.view()));
    return text.starts_with('{') || text.starts_with('[');
}

json::ValueCounter values_in(const net::Body& body, std::size_t enough) {
    json::ValueCounter counter;
    net::in_pieces(body, [&](std::string_view piece) {
        counter.add(piece);
        return counter.values() < enough;
    });
    return counter;
}

Result<void> prepare_json_body(net::Response& response, std::vector<Issue>& issues) {
    return prepare_json_body(response.body, response.url, issues);
}

Result<void>
prepare_json_body(std::string& body, std::string_view url, std::vector<Issue>& issues) {
    if (body.starts_with(byte_order_mark))
        body.erase(0, byte_order_mark.size());
    if (!is_clean_utf8(body)) {
        RepairedText repaired = repair_utf8(body);
        body = std::move(repaired.text);
        issues.push_back(repaired_encoding(repaired.repairs, url));
    }
    const Result<bool> quoted = begins_with_quote(body);
    if (quoted.has_error())
        return quoted.error();
    if (*quoted)
        unquote(body);
    return {};
}

Result<net::Body> prepared_json_body(
    net::Body body,
    const net::SpoolOptions& spool,
    std::string_view url,
    std::vector<Issue>& issues
) {
    if (!body.is_in_file()) {
        std::string text = body.take();
        if (Result<void> ready = prepare_json_body(text, url, issues); ready.has_error())
            return ready.error();
        return net::Body(std::move(text));
    }
    // Before anything is written: what is no JSON is not worth a copy.
    const bool has_mark = body.view().starts_with(byte_order_mark);
    const std::size_t text_at = has_mark ? byte_order_mark.size() : 0;
    const Result<bool> quoted = begins_with_quote(body.view().substr(text_at));
    if (quoted.has_error())
        return quoted.error();
    if (*quoted)
        return Error(
            Code::too_large,
            std::to_string(body.size()) + " bytes of JSON inside a JSON string"
        );
    if (has_mark || !is_clean(body)) {
        std::size_t repairs = 0;
        Result<net::Body> copy = repaired(body, spool, repairs);
        if (copy.has_error())
            return copy;
        body = std::move(copy.value());
        if (repairs > 0)
            issues.push_back(repaired_encoding(repairs, url));
    }
    return body;
}

} // namespace moisson::kit
