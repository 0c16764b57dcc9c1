// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "kit/document_pages.hpp"

#include "core/limits.hpp"
#include "kit/paging.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace moisson::kit {
namespace {

constexpr std::size_t digest_digits = 16;
constexpr std::string_view document_key = "document=";
constexpr std::string_view record_key = "&record=";
constexpr std::string_view guessed_key = "&guessed";
constexpr std::string_view url_key = "&url=";

// ckanext-dcat and udata put as many on a page when nothing else is asked.
constexpr std::size_t usual_page_records = 100;
constexpr std::size_t page_digits_max = 7;

std::string stamp_of(const Digest& digest) {
    return to_hex(digest).substr(0, digest_digits);
}

// Without its texts.
Issue bare(const Issue& issue) {
    Issue out(issue.code, issue.stage);
    out.severity = issue.severity;
    return out;
}

// The digits of the number at the end; empty when there is none.
std::string_view page_number_of(std::string_view url) {
    const std::size_t last = url.find_last_not_of("0123456789");
    const std::string_view digits = url.substr(last == std::string_view::npos ? 0 : last + 1);
    url.remove_suffix(digits.size());
    const bool named = url.ends_with("?page=") || url.ends_with("&page=");
    return named && digits.size() <= page_digits_max ? digits : std::string_view{};
}

} // namespace

bool is_no_document(const Error& error) {
    return error.code == Code::http_4xx || error.code == Code::not_json ||
           error.code == Code::bad_shape;
}

bool has_page_number(std::string_view url) {
    return !page_number_of(url).empty();
}

std::string next_numbered(std::string_view url, std::size_t listed) {
    if (listed == 0)
        return {};
    if (const std::string_view digits = page_number_of(url); !digits.empty()) {
        std::size_t number = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        std::string next(url.substr(0, url.size() - digits.size()));
        next += std::to_string(number + 1);
        return next;
    }
    const bool is_packed = url.ends_with(".gz") || url.ends_with(".zip");
    if (listed != usual_page_records || is_packed)
        return {};
    std::string second(url);
    second += url.find('?') == std::string_view::npos ? "?page=2" : "&page=2";
    return second;
}

std::string to_cursor(const DocumentPlace& place) {
    std::string cursor(document_key);
    cursor += place.digest;
    cursor += record_key;
    cursor += std::to_string(place.record);
    if (place.guessed)
        cursor += guessed_key;
    if (!place.url.empty()) {
        cursor += url_key;
        cursor += place.url;
    }
    return cursor;
}

Result<DocumentPlace> document_place_of(std::string_view cursor) {
    DocumentPlace place;
    const Error bad(Code::invalid_argument, "cursor: " + std::string(cursor));
    const std::size_t middle = cursor.find(record_key);
    if (!cursor.starts_with(document_key) || middle == std::string_view::npos)
        return bad;
    place.digest = cursor.substr(document_key.size(), middle - document_key.size());
    std::string_view digits = cursor.substr(middle + record_key.size());
    const std::size_t end = digits.find(url_key);
    if (end != std::string_view::npos) {
        place.url = digits.substr(end + url_key.size());
        digits = digits.substr(0, end);
    }
    place.guessed = digits.ends_with(guessed_key);
    if (place.guessed)
        digits.remove_suffix(guessed_key.size());
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), place.record);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
        return bad;
    return place;
}

std::string mark_of(std::string_view digest, const Validators& validators) {
    return std::string(digest) + "\n" + to_text(validators);
}

Validators validators_of_mark(std::string_view mark) {
    const std::size_t line = mark.find('\n');
    return line == std::string_view::npos ? Validators()
                                          : validators_from_text(mark.substr(line + 1));
}

bool same_document(std::string_view mark, std::string_view digest) {
    return !digest.empty() && mark.substr(0, mark.find('\n')) == digest;
}

std::string document_digest(const net::Body& body) {
    Sha256 digest;
    net::in_pieces(body, [&](std::string_view piece) {
        digest.update(piece);
        return true;
    });
    return to_hex(digest.finish()).substr(0, digest_digits);
}

void add_stamps(Page& page) {
    for (WireRecord& record : page.records)
        record.stamp = stamp_of(record.digest);
}

DocumentCut cut_page(const DocumentContents& contents, std::size_t first, std::size_t records_max) {
    DocumentCut cut;
    cut.last = std::min(first, contents.size());
    std::size_t bytes = 0;
    Sha256 digest;
    digest.update(std::to_string(first) + "\n");
    for (; cut.last < contents.size() && cut.last - first < records_max; ++cut.last) {
        if (cut.last > first && bytes > comfortable_body_bytes)
            break;
        bytes += contents.bytes(cut.last);
        contents.read(cut.last, cut.page);
    }
    add_stamps(cut.page);
    for (const WireRecord& record : cut.page.records)
        digest.update({reinterpret_cast<const char*>(record.digest.data()), record.digest.size()});
    cut.page.body_digest = digest.finish();
    cut.page.received = static_cast<std::int64_t>(cut.last - std::min(first, cut.last));
    return cut;
}

InventoryPage take_inventory(const DocumentContents& contents) {
    InventoryPage inventory;
    inventory.issues = contents.issues;
    inventory.received = static_cast<std::int64_t>(contents.size());
    std::map<Code, std::size_t> told;
    Sha256 digest;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        Page page;
        contents.read(i, page);
        add_stamps(page);
        InventoryEntry entry;
        entry.remote_id = contents.id(i);
        if (!page.records.empty())
            entry.stamp = page.records.front().stamp;
        digest.update(entry.remote_id + "\n" + entry.stamp + "\n");
        if (!entry.remote_id.empty()) {
            inventory.entries.push_back(std::move(entry));
            continue;
        }
        for (Issue& issue : page.issues) {
            // Of the others no row is stored; they are counted all the same.
            if (++told[issue.code] > limits::issue_rows_per_code_and_run)
                issue = bare(issue);
            inventory.issues.push_back(std::move(issue));
        }
    }
    inventory.body_digest = digest.finish();
    return inventory;
}

} // namespace moisson::kit
