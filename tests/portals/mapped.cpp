// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Catalogues rendered to files before a benchmark and mapped afterwards: serving a page then costs
// one writev of pages the kernel already holds.
#include "portals/catalogue.hpp"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace moisson::portals {
namespace {

class Mapping {
public:
    explicit Mapping(const std::string& file) {
        const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            throw std::runtime_error("cannot open " + file);
        struct stat status {};
        const bool known = ::fstat(descriptor, &status) == 0 && status.st_size > 0;
        bytes_ = known ? static_cast<std::size_t>(status.st_size) : 0;
        if (known)
            memory_ = ::mmap(nullptr, bytes_, PROT_READ, MAP_SHARED | MAP_POPULATE, descriptor, 0);
        ::close(descriptor);
        if (!known || memory_ == MAP_FAILED)
            throw std::runtime_error("cannot map " + file);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (memory_ != MAP_FAILED)
            ::munmap(memory_, bytes_);
    }
    std::string_view view() const { return {static_cast<const char*>(memory_), bytes_}; }

private:
    void* memory_ = MAP_FAILED;
    std::size_t bytes_ = 0;
};

} // namespace

void write_mapped(const Catalogue& catalogue, const std::string& directory) {
    std::filesystem::create_directories(directory);
    std::ofstream records(directory + "/records.json", std::ios::binary | std::ios::trunc);
    const Slice all = catalogue.range(0, catalogue.size());
    records.write(all.bytes.data(), static_cast<std::streamsize>(all.bytes.size()));
    std::ofstream index(directory + "/records.index", std::ios::trunc);
    for (const Record& record : catalogue.records()) {
        const nlohmann::json line = {
            record.id,
            record.name,
            record.title,
            record.modified,
            record.organization,
            record.created,
            record.bytes,
            record.type};
        index << line.dump() << '\n';
    }
    records.flush();
    index.flush();
    if (!records || !index)
        throw std::runtime_error("cannot write the catalogue into " + directory);
}

std::shared_ptr<const Catalogue> open_mapped(const std::string& directory) {
    auto mapping = std::make_shared<const Mapping>(directory + "/records.json");
    std::ifstream index(directory + "/records.index");
    std::vector<Record> records;
    std::uint64_t offset = 0;
    for (std::string line; std::getline(index, line);) {
        const auto json = nlohmann::json::parse(line);
        Record record;
        record.id = json.at(0).get<std::string>();
        record.name = json.at(1).get<std::string>();
        record.title = json.at(2).get<std::string>();
        record.modified = json.at(3).get<std::string>();
        record.organization = json.at(4).get<std::string>();
        record.created = json.at(5).get<std::string>();
        record.bytes = json.at(6).get<std::uint64_t>();
        record.type = json.at(7).get<std::string>();
        record.offset = offset;
        offset += record.bytes + Catalogue::separator.size();
        records.push_back(std::move(record));
    }
    if (records.empty() || offset - Catalogue::separator.size() != mapping->view().size())
        throw std::runtime_error("damaged catalogue in " + directory);
    Slice memory{mapping->view(), mapping};
    return std::make_shared<const Catalogue>(std::move(records), std::move(memory));
}

} // namespace moisson::portals
