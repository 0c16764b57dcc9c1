// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/dump_shelf.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace moisson::views {
namespace {

// A manifest has four files; what is longer is none.
constexpr std::uintmax_t manifest_bytes_max = 64 * 1024;
constexpr std::size_t name_size = 16;

std::optional<Dump> read_dump(const std::filesystem::path& folder) {
    std::error_code ignored;
    const std::filesystem::path path = folder / dump_manifest;
    const auto size = std::filesystem::file_size(path, ignored);
    if (ignored || size > manifest_bytes_max)
        return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    Result<Dump> dump = parse_manifest(text.str());
    if (!dump || dump->name != folder.filename())
        return std::nullopt;
    return std::move(*dump);
}

bool is_file_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && name.find('/') == name.npos;
}

} // namespace

std::vector<Dump> DumpShelf::dumps() const {
    std::vector<Dump> out;
    if (directory_.empty())
        return out;
    std::error_code error;
    for (std::filesystem::directory_iterator at(directory_, error), end; !error && at != end;
         at.increment(error)) {
        if (!is_dump_name(at->path().filename().string()))
            continue;
        if (std::optional<Dump> dump = read_dump(at->path()))
            out.push_back(std::move(*dump));
    }
    std::sort(out.begin(), out.end(), [](const Dump& a, const Dump& b) { return a.name > b.name; });
    return out;
}

std::optional<Dump> DumpShelf::newest() const {
    std::vector<Dump> all = dumps();
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

std::optional<Dump> DumpShelf::find(std::string_view name) const {
    if (directory_.empty() || !is_dump_name(name))
        return std::nullopt;
    return read_dump(std::filesystem::path(directory_) / name);
}

std::string DumpShelf::path_of(const Dump& dump, const DumpFile& file) const {
    return (std::filesystem::path(directory_) / dump.name / file.name).string();
}

std::string dump_name(Instant at) {
    std::string out;
    for (const char c : to_iso8601(std::chrono::floor<std::chrono::seconds>(at)).substr(0, 19))
        if (c != '-' && c != ':')
            out += c;
    return out + "Z";
}

bool is_dump_name(std::string_view name) {
    if (name.size() != name_size || name[8] != 'T' || name.back() != 'Z')
        return false;
    for (std::size_t i = 0; i + 1 < name.size(); ++i)
        if (i != 8 && (name[i] < '0' || name[i] > '9'))
            return false;
    return true;
}

std::string manifest_text(const Dump& dump) {
    nlohmann::ordered_json json;
    json["name"] = dump.name;
    json["created_at"] = to_iso8601(dump.created_at);
    json["change_number"] = dump.change_number;
    json["files"] = nlohmann::ordered_json::array();
    for (const DumpFile& file : dump.files)
        json["files"].push_back(
            {{"name", file.name},
             {"bytes", file.bytes},
             {"sha256", file.sha256},
             {"rows", file.rows}}
        );
    return json.dump(1) + "\n";
}

Result<Dump> parse_manifest(std::string_view text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    try {
        Dump dump;
        dump.name = json.at("name").get<std::string>();
        const auto created = from_iso8601(json.at("created_at").get<std::string>());
        if (!created || !is_dump_name(dump.name))
            return Error(Code::table_damaged, "manifest of a dump");
        dump.created_at = *created;
        dump.change_number = json.at("change_number").get<std::int64_t>();
        for (const auto& one : json.at("files")) {
            DumpFile file;
            file.name = one.at("name").get<std::string>();
            file.bytes = one.at("bytes").get<std::int64_t>();
            file.sha256 = one.at("sha256").get<std::string>();
            file.rows = one.at("rows").get<std::int64_t>();
            if (!is_file_name(file.name))
                return Error(Code::table_damaged, "manifest of a dump");
            dump.files.push_back(std::move(file));
        }
        return dump;
    } catch (const nlohmann::json::exception&) {
        return Error(Code::table_damaged, "manifest of a dump");
    }
}

std::string_view dump_media_type(std::string_view) {
    // What is inside is said by the name: a reader that unpacks by itself would see another digest.
    return "application/gzip";
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
        return std::nullopt;
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (hours > 23 || minutes > 59)
        return std::nullopt;
    return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

Instant last_due(Instant now, std::chrono::minutes at) {
    const Instant today = std::chrono::floor<std::chrono::days>(now) + at;
    return today <= now ? today : today - std::chrono::days(1);
}

} // namespace moisson::views
