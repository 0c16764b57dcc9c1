// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_text.hpp"

#include "core/ascii.hpp"
#include "core/digest.hpp"
#include "core/json_values.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

constexpr std::size_t excerpt_length = 60;
constexpr std::size_t duplicates_named = 5;

// With two values in one object, they make other records of those that are known, or hide some.
constexpr std::array<std::string_view, 7>
    holding_keys{"@graph", "@included", "@reverse", "graph", "dataset", "catalog", "record"};
// Those by which a record is known; of other objects they say less.
constexpr std::array<std::string_view, 8> naming_keys{
    "@id",
    "id",
    "identifier",
    "dct:identifier",
    "dcterms:identifier",
    "dc:identifier",
    "http://purl.org/dc/terms/identifier",
    "http://purl.org/dc/elements/1.1/identifier"};

bool is_naming(std::string_view key) {
    const std::string lowered = ascii_lowered(key);
    return std::find(naming_keys.begin(), naming_keys.end(), lowered) != naming_keys.end();
}

std::uint64_t mixed(std::uint64_t digest, char kind, std::string_view text) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
    return ((digest ^ fast_hash(text)) + static_cast<unsigned char>(kind)) * odd;
}

// Walks over JSON text without building it: where it ends to be JSON, and which keys come twice
// with two values.
class Inspector : public nlohmann::json_sax<Value> {
public:
    // Objects at the top are records, or hold some.
    explicit Inspector(bool is_record) : is_record_(is_record) {}

    bool null() override { return add('0', {}); }
    bool boolean(bool value) override { return add(value ? 't' : 'f', {}); }
    bool number_integer(number_integer_t value) override { return add('i', std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        return add('i', std::to_string(value));
    }
    bool number_float(number_float_t, const string_t& text) override { return add('n', text); }
    bool string(string_t& text) override { return add('"', text); }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override {
        const bool is_record =
            levels_.empty() ? is_record_
                            : levels_.back().is_record && may_hold_records(levels_.back().current);
        levels_.emplace_back();
        levels_.back().is_record = is_record;
        return true;
    }
    bool key(string_t& name) override {
        end_member();
        levels_.back().current = name;
        levels_.back().has_member = true;
        return true;
    }
    bool end_object() override {
        end_member();
        const std::uint64_t inside = levels_.back().all;
        levels_.pop_back();
        if (!levels_.empty())
            levels_.back().value = (levels_.back().value ^ inside) * 3;
        return add('}', {});
    }
    bool start_array(std::size_t) override { return add('[', {}); }
    bool end_array() override { return add(']', {}); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&)
        override {
        position_ = position;
        return false;
    }

    std::size_t position() const { return position_; }
    std::size_t duplicates() const { return duplicates_; }
    const std::vector<std::string>& paths() const { return paths_; }
    // The first of those that name or hold records; empty when there is none.
    const std::string& hiding() const { return hiding_; }
    // The object at the top has two names.
    bool is_named_twice() const { return is_named_twice_; }

private:
    struct Level {
        // What stood under them last.
        std::unordered_map<std::string, std::uint64_t> keys;
        std::string current;
        bool has_member = false;
        bool is_record = false;
        // Of the value that is being read, and of the members before it.
        std::uint64_t value = 0;
        std::uint64_t all = 0;
    };

    // To the value that is being read.
    bool add(char kind, std::string_view text) {
        if (!levels_.empty())
            levels_.back().value = mixed(levels_.back().value, kind, text);
        return true;
    }

    void end_member() {
        Level& level = levels_.back();
        const std::uint64_t value = std::exchange(level.value, 0);
        if (!std::exchange(level.has_member, false))
            return;
        level.all = mixed(level.all ^ value, ':', level.current);
        const auto [before, is_new] = level.keys.try_emplace(level.current, value);
        if (!is_new && std::exchange(before->second, value) != value)
            add_duplicate(level.current);
    }

    void add_duplicate(const std::string& name) {
        if (++duplicates_ <= duplicates_named)
            paths_.push_back(path_to(name));
        const bool is_record = levels_.back().is_record;
        const bool names = name == "@id" || (is_record && is_naming(name));
        is_named_twice_ = is_named_twice_ || (names && levels_.size() == 1);
        const bool hides =
            names || name == "@context" || may_hold_records(name) || (is_record && name == "@type");
        if (hiding_.empty() && hides)
            hiding_ = path_to(name);
    }

    std::string path_to(const std::string& name) const {
        std::string path;
        for (std::size_t i = 0; i + 1 < levels_.size(); ++i)
            path += '/' + levels_[i].current;
        return path + '/' + name;
    }

    bool is_record_;
    std::vector<Level> levels_;
    std::vector<std::string> paths_;
    std::string hiding_;
    bool is_named_twice_ = false;
    std::size_t duplicates_ = 0;
    std::size_t position_ = 0;
};

struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
    std::string excerpt;
};

// Where byte `position` stands, counted from 1, and the text around it.
Place place_of(std::string_view text, std::size_t position) {
    position = std::min(position, text.size());
    const std::string_view before = text.substr(0, position);
    Place place;
    place.line += static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t newline = before.rfind('\n');
    const std::size_t line_start = newline == std::string_view::npos ? 0 : newline + 1;
    place.column += utf8_length(before.substr(line_start));
    std::size_t start = std::max(line_start, position - std::min(position, excerpt_length / 2));
    while (start < position && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U)
        ++start;
    const std::size_t end = std::min(text.find('\n', start), text.size());
    place.excerpt = utf8_prefix(text.substr(start, end - start), excerpt_length);
    return place;
}

// Colons outside strings: as many as there are members in the text.
std::size_t members_written(std::string_view text) {
    std::size_t count = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            in_string = !in_string;
        else if (in_string && text[i] == '\\')
            ++i;
        else if (!in_string && text[i] == ':')
            ++count;
    }
    return count;
}

std::size_t members_read(const Value& value) {
    std::size_t count = value.is_object() ? value.size() : 0;
    if (value.is_structured())
        for (const Value& item : value)
            count += members_read(item);
    return count;
}

// The end of the comment at `at`, `at` when there is none.
std::size_t comment_end(std::string_view text, std::size_t at) {
    if (text.substr(at).starts_with("//"))
        return std::min(text.find('\n', at), text.size());
    if (!text.substr(at).starts_with("/*"))
        return at;
    const std::size_t end = text.find("*/", at + 2);
    return end == std::string_view::npos ? at : end + 2;
}

// Counted where it may matter.
std::size_t values_of(std::string_view bytes, std::size_t values_max) {
    json::ValueCounter counter;
    if (bytes.size() > values_max)
        counter.add(bytes);
    return counter.values();
}

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

} // namespace

// "http://www.w3.org/ns/dcat#dataset", "dcat:dataset" -> "dataset".
bool may_hold_records(std::string_view key) {
    const std::size_t prefix = key.find_last_of(":/#");
    const std::string local =
        ascii_lowered(prefix == std::string_view::npos ? key : key.substr(prefix + 1));
    return std::find(holding_keys.begin(), holding_keys.end(), local) != holding_keys.end();
}

bool report_duplicates(
    std::string_view text,
    const Value& root,
    const std::string& path,
    bool is_record,
    Duplicates& duplicates,
    ReadReport& report
) {
    if (members_written(text) == members_read(root))
        return true;
    Inspector inspector(is_record);
    Value::sax_parse(text.begin(), text.end(), &inspector);
    for (std::size_t i = 0; i < inspector.duplicates(); ++i) {
        const bool is_named =
            ++duplicates.found <= duplicates_named && i < inspector.paths().size();
        const std::string where = is_named ? path + inspector.paths()[i] : std::string();
        const std::string detail = is_named ? "a key comes twice, the last one holds: " + where
                                            : std::string("a key comes twice");
        report.repaired(Code::parse_json, detail, 0, where);
    }
    if (!inspector.hiding().empty()) {
        const std::string where = path + inspector.hiding();
        report.lost(Code::parse_json, "what names records comes twice: " + where, 0, where);
    }
    return !inspector.is_named_twice();
}

Error syntax_error(std::string_view text) {
    Inspector inspector(true);
    Value::sax_parse(text.begin(), text.end(), &inspector);
    // nlohmann counts the bytes it has read, the wrong one included.
    const std::size_t position =
        inspector.position() - std::min<std::size_t>(1, inspector.position());
    const Place place = place_of(text, position);
    return Error(
        Code::parse_json,
        fmt::format("invalid JSON, line {}, column {}: {}", place.line, place.column, place.excerpt)
    );
}

std::optional<std::string> without_extras(std::string_view text, std::size_t& first) {
    std::string out(text);
    first = text.size();
    // Position of the comma that nothing followed yet.
    std::optional<std::size_t> comma;
    const auto blank = [&](std::size_t from, std::size_t to) {
        first = std::min(first, from);
        for (std::size_t i = from; i < to; ++i)
            if (out[i] != '\n')
                out[i] = ' ';
    };
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (is_space(c)) {
            ++i;
            continue;
        }
        if (const std::size_t end = comment_end(text, i); end > i) {
            blank(i, end);
            i = end;
            continue;
        }
        if ((c == '}' || c == ']') && comma)
            blank(*comma, *comma + 1);
        comma = c == ',' ? std::optional(i) : std::nullopt;
        if (c == '"')
            for (++i; i < text.size() && text[i] != '"'; ++i)
                if (text[i] == '\\')
                    ++i;
        ++i;
    }
    return first < text.size() ? std::optional(std::move(out)) : std::nullopt;
}

std::string_view without_mark(std::string_view bytes, ReadReport& report) {
    if (!bytes.starts_with(byte_order_mark))
        return bytes;
    report.repaired(Code::encoding_repaired, "the document begins with a byte order mark", 1, {});
    return bytes.substr(byte_order_mark.size());
}

std::string_view clean_text(std::string_view bytes, std::string& kept, ReadReport& report) {
    bytes = without_mark(bytes, report);
    if (is_clean_utf8(bytes))
        return bytes;
    RepairedText clean = repair_utf8(bytes);
    report.repaired(
        Code::encoding_repaired,
        fmt::format("{} sequences are no UTF-8", clean.repairs),
        0,
        {}
    );
    kept = std::move(clean.text);
    return kept;
}

void report_extras(std::string_view text, std::size_t first, ReadReport& report) {
    const Place place = place_of(text, first);
    report.repaired(
        Code::parse_json,
        "a comma or a comment that JSON does not have",
        place.line,
        place.excerpt
    );
}

Result<Value> parse_text(
    std::string_view bytes,
    ReadReport& report,
    std::size_t bytes_max,
    std::size_t values_max
) {
    report.bytes += bytes.size();
    if (bytes.size() > bytes_max)
        return Error(
            Code::too_large,
            fmt::format("{} bytes of JSON-LD, {} are read at most", bytes.size(), bytes_max)
        );
    if (const std::size_t values = values_of(bytes, values_max); values > values_max)
        return Error(
            Code::too_large,
            fmt::format("{} values of JSON-LD, {} are read at most", values, values_max)
        );
    std::string repaired;
    bytes = clean_text(bytes, repaired, report);
    Duplicates duplicates;
    auto root = json::parse(bytes);
    if (!root && root.error().code == Code::parse_json) {
        std::size_t first = 0;
        if (auto lighter = without_extras(bytes, first)) {
            root = json::parse(*lighter);
            if (root) {
                report_extras(bytes, first, report);
                report_duplicates(*lighter, *root, {}, true, duplicates, report);
                return root;
            }
        }
        return syntax_error(bytes);
    }
    if (root)
        report_duplicates(bytes, *root, {}, true, duplicates, report);
    return root;
}

} // namespace moisson::rdf::jsonld
