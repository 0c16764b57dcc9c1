// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// DumpShelf: the dumps that stand in a directory, for api, pages and command line. A dump is a
// folder of its own with a manifest; it appears there whole, by one rename. Reads files only: the
// database may be away. Any thread.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::views {

struct DumpOptions {
    // Absolute; empty = no dumps.
    std::string directory;
    // When each day, UTC: "03:00".
    std::string at = "03:00";
    // How many stay.
    int keep = 3;
};

struct DumpFile {
    // "catalogue.csv.gz"
    std::string name;
    std::int64_t bytes = 0;
    // Of the compressed bytes, in hex.
    std::string sha256;
    // Lines without the head; statements of N-Triples.
    std::int64_t rows = 0;
};

struct Dump {
    // "20261127T030000Z"
    std::string name;
    Instant created_at{};
    // What was harvested up to this change is in; of what came while it was written, a part.
    std::int64_t change_number = 0;
    std::vector<DumpFile> files;
};

class DumpShelf {
public:
    explicit DumpShelf(std::string directory) : directory_(std::move(directory)) {}

    // Newest first; what has no sound manifest is left out.
    std::vector<Dump> dumps() const;
    std::optional<Dump> newest() const;
    std::optional<Dump> find(std::string_view name) const;
    // Of a file that a dump names.
    std::string path_of(const Dump& dump, const DumpFile& file) const;
    const std::string& directory() const { return directory_; }

private:
    std::string directory_;
};

inline constexpr std::string_view dump_manifest = "manifest.json";

// "20261127T030000Z"
std::string dump_name(Instant at);
bool is_dump_name(std::string_view name);
std::string manifest_text(const Dump& dump);
// TABLE_DAMAGED.
Result<Dump> parse_manifest(std::string_view text);
// What people and programs expect behind a name.
std::string_view dump_media_type(std::string_view file);

// "03:00" as a time of day.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);
// The last moment up to `now` at which a dump was due.
Instant last_due(Instant now, std::chrono::minutes at);

} // namespace moisson::views
