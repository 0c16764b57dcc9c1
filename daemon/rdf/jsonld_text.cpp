// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_text.hpp"

#include "core/ascii.hpp"
#include "core/json_values.hpp"
#include "core/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

namespace moisson::rdf::jsonld {

using json::Value;

namespace {

constexpr std::size_t excerpt_length = 60;
constexpr std::size_t duplicates_named = 5;

// Twice in one object, they make other records of those that are known, or hide some.
constexpr std::array<std::string_view, 9> hiding_keys{
    "@context",
    "@graph",
    "@included",
    "@reverse",
    "@type",
    "graph",
    "dataset",
    "catalog",
    "record"};
constexpr std::array<std::string_view, 3> naming_keys{"@id", "id", "identifier"};

// "http://purl.org/dc/terms/identifier", "dct:identifier" -> "identifier".
template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& keys, std::string_view key) {
    const std::size_t prefix = key.find_last_of(":/#");
    const std::string local =
        ascii_lowered(prefix == std::string_view::npos ? key : key.substr(prefix + 1));
    return std::find(keys.begin(), keys.end(), local) != keys.end();
}

// Walks over JSON text without building it: where it ends to be JSON, and which keys come twice.
class Inspector : public nlohmann::json_sax<Value> {
public:
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override {
        levels_.emplace_back();
        return true;
    }
    bool key(string_t& name) override {
        Level& level = levels_.back();
        if (!level.keys.insert(name).second)
            add_duplicate(name);
        level.current = name;
        return true;
    }
    bool end_object() override {
        levels_.pop_back();
        return true;
    }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
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
        std::unordered_set<std::string> keys;
        std::string current;
    };

    void add_duplicate(const std::string& name) {
        if (++duplicates_ <= duplicates_named)
            paths_.push_back(path_to(name));
        const bool names = is_one_of(naming_keys, name);
        is_named_twice_ = is_named_twice_ || (names && levels_.size() == 1);
        if (hiding_.empty() && (names || is_one_of(hiding_keys, name)))
            hiding_ = path_to(name);
    }

    std::string path_to(const std::string& name) const {
        std::string path;
        for (std::size_t i = 0; i + 1 < levels_.size(); ++i)
            path += '/' + levels_[i].current;
        return path + '/' + name;
    }

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

bool report_duplicates(
    std::string_view text,
    const Value& root,
    const std::string& path,
    Duplicates& duplicates,
    ReadReport& report
) {
    if (members_written(text) == members_read(root))
        return true;
    Inspector inspector;
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
    Inspector inspector;
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
                report_duplicates(*lighter, *root, {}, duplicates, report);
                return root;
            }
        }
        return syntax_error(bytes);
    }
    if (root)
        report_duplicates(bytes, *root, {}, duplicates, report);
    return root;
}

} // namespace moisson::rdf::jsonld
