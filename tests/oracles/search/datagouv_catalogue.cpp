// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reads the export; only the fields that search uses.
#include "oracles/search/datagouv_catalogue.hpp"

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

namespace moisson::test {

namespace {

// One row after the other of a CSV in memory.
class CsvRows {
public:
    CsvRows(std::string_view bytes, char delimiter) : bytes_(bytes), delimiter_(delimiter) {}

    bool next(std::vector<std::string>& row) {
        row.assign(1, std::string());
        bool quoted = false;
        const std::size_t begin = at_;
        for (; at_ < bytes_.size(); ++at_) {
            const char c = bytes_[at_];
            std::string& cell = row.back();
            if (quoted) {
                if (c != '"')
                    cell += c;
                else if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"')
                    cell += bytes_[at_++];
                else
                    quoted = false;
            } else if (c == '"') {
                quoted = true;
            } else if (c == delimiter_) {
                row.emplace_back();
            } else if (c == '\n') {
                ++at_;
                return true;
            } else if (c != '\r') {
                cell += c;
            }
        }
        return at_ > begin;
    }

private:
    std::string_view bytes_;
    char delimiter_;
    std::size_t at_ = 0;
};

} // namespace

std::vector<std::vector<std::string>> read_csv(std::string_view bytes, char delimiter) {
    std::vector<std::vector<std::string>> rows;
    CsvRows reader(bytes, delimiter);
    for (std::vector<std::string> row; reader.next(row);)
        rows.push_back(std::move(row));
    return rows;
}

std::string read_file(const std::string& path) {
    gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr)
        throw std::runtime_error("cannot read " + path);
    std::string out;
    std::string buffer(1 << 20, '\0');
    int got = 0;
    while ((got = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()))) > 0)
        out.append(buffer.data(), static_cast<std::size_t>(got));
    gzclose(file);
    if (got < 0)
        throw std::runtime_error("damaged " + path);
    return out;
}

std::string corpus_folder() {
    const char* const set = std::getenv("MOISSON_CORPUS");
    const std::string path =
        set != nullptr ? set : std::string(MOISSON_SOURCE_DIR) + "/../shared/corpus";
    return std::filesystem::is_directory(path) ? path : std::string();
}

DatasetId datagouv_id(std::string_view remote_id) {
    return dataset_id_at_first_sight("datagouvfr", "udata", remote_id);
}

namespace {

class Row {
public:
    Row(const std::map<std::string, std::size_t>& columns, const std::vector<std::string>& cells)
        : columns_(columns), cells_(cells) {}
    const std::string& operator[](const char* name) const { return cells_.at(columns_.at(name)); }
    std::int64_t number(const char* name) const {
        const std::string& text = (*this)[name];
        std::int64_t out = 0;
        std::from_chars(text.data(), text.data() + text.size(), out);
        return out;
    }
    std::optional<PartialDate> date(const char* name) const {
        const auto instant = from_iso8601((*this)[name].substr(0, 19) + "Z");
        if (!instant)
            return std::nullopt;
        PartialDate out;
        out.instant = *instant;
        out.precision = DatePrecision::second;
        return out;
    }

private:
    const std::map<std::string, std::size_t>& columns_;
    const std::vector<std::string>& cells_;
};

LangText french(std::string text) {
    LangText out;
    out.lang = "fr";
    out.text = std::move(text);
    return out;
}

template <class Visit>
void for_parts(const std::string& text, Visit visit) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            visit(text.substr(begin, end - begin));
        begin = end + 1;
    }
}

store::CatalogEntry to_entry(const Row& row) {
    store::CatalogEntry entry;
    entry.id = datagouv_id(row["id"]);
    entry.slug = "datagouvfr-" + row["slug"];
    entry.portal_key = "datagouvfr";
    if (!row["archived"].empty() && row["archived"] != "False")
        entry.state = RecordState::archived;
    Dataset& dataset = entry.dataset;
    dataset.remote_id = row["id"];
    dataset.aliases = {row["slug"]};
    dataset.remote_url = row["url"];
    dataset.origin_url = row["harvest.remote_url"];
    dataset.origin_portal = row["harvest.domain"];
    dataset.landing_page = dataset.origin_url;
    dataset.title.push_back(french(row["title"]));
    if (!row["acronym"].empty())
        dataset.keywords.push_back(french(row["acronym"]));
    dataset.description.push_back(french(row["description"]));
    for_parts(row["tags"], [&dataset](std::string tag) {
        dataset.keywords.push_back(french(std::move(tag)));
    });
    dataset.publisher.key =
        row["organization_id"].empty() ? row["owner_id"] : row["organization_id"];
    dataset.publisher.name.push_back(
        french(row["organization"].empty() ? row["owner"] : row["organization"])
    );
    if (!row["license"].empty()) {
        Licence licence;
        licence.code = row["license"];
        licence.openness = 'O';
        dataset.licence = licence;
    }
    for_parts(row["resources_formats"], [&dataset](std::string format) {
        Distribution distribution;
        distribution.format.code = std::move(format);
        dataset.distributions.push_back(std::move(distribution));
    });
    dataset.issued = row.date("created_at");
    dataset.modified = row.date("last_modified");
    dataset.countries = {"FR"};
    if (dataset.issued)
        entry.first_seen = dataset.issued->instant;
    entry.popularity = row.number("metric.views") + row.number("metric.followers");
    return entry;
}

} // namespace

void for_datagouv(
    const std::string& corpus,
    const std::function<void(std::vector<store::CatalogEntry>)>& take
) {
    const std::filesystem::path folder = std::filesystem::path(corpus) / "dumps" / "datagouvfr";
    if (!std::filesystem::is_directory(folder))
        return;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".gz")
            continue;
        const std::string bytes = read_file(file.path().string());
        CsvRows reader(bytes, ';');
        std::vector<std::string> row;
        std::map<std::string, std::size_t> columns;
        if (reader.next(row))
            for (std::size_t i = 0; i < row.size(); ++i)
                columns[row[i]] = i;
        std::vector<store::CatalogEntry> chunk;
        while (reader.next(row)) {
            if (row.size() != columns.size())
                continue;
            chunk.push_back(to_entry(Row(columns, row)));
            if (chunk.size() == datagouv_chunk)
                take(std::exchange(chunk, {}));
        }
        if (!chunk.empty())
            take(std::move(chunk));
    }
}

std::vector<store::CatalogEntry> read_datagouv(const std::string& corpus) {
    std::vector<store::CatalogEntry> out;
    for_datagouv(corpus, [&out](std::vector<store::CatalogEntry> chunk) {
        std::move(chunk.begin(), chunk.end(), std::back_inserter(out));
    });
    return out;
}

} // namespace moisson::test
