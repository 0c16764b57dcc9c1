// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "portals/documents.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace moisson::portals {
namespace {

namespace fs = std::filesystem;

class Documents final : public Protocol {
public:
    explicit Documents(std::map<std::string, fs::path> files) : files_(std::move(files)) {}

    std::string_view kind() const override { return "documents"; }

    std::string operation(const PortalRequest& request) const override {
        return file_of(request) == nullptr ? "" : "document";
    }

    std::optional<std::uint64_t> page_start(const PortalRequest& request) const override {
        return file_of(request) == nullptr ? std::nullopt : std::optional<std::uint64_t>(0);
    }

    std::uint64_t count(Instant) const override { return files_.size(); }

    ScriptedResponse answer(const PortalRequest& request, Instant, const Tamper&) const override {
        ScriptedResponse response;
        const fs::path* const file = file_of(request);
        if (file == nullptr) {
            response.status = 404;
            response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
            response.body = Body("introuvable\n");
            return response;
        }
        std::ifstream in(*file, std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        response.headers = {{"Content-Type", media_type_of(file->filename().string())}};
        response.body = Body(bytes.str());
        return response;
    }

private:
    const fs::path* file_of(const PortalRequest& request) const {
        const auto found = files_.find(percent_decode(request.path(), false));
        return found == files_.end() ? nullptr : &found->second;
    }

    std::map<std::string, fs::path> files_;
};

} // namespace

std::string media_type_of(const std::string& name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> types{{
        {".ttl", "text/turtle"},
        {".rdf", "application/rdf+xml"},
        {".xml", "application/xml"},
        {".jsonld", "application/ld+json"},
        {".json", "application/json"},
        {".nt", "application/n-triples"},
        {".trig", "application/trig"},
        {".csv", "text/csv"},
        {".gz", "application/gzip"},
        {".zip", "application/zip"},
    }};
    for (const auto& [end, type] : types)
        if (name.ends_with(end))
            return std::string(type);
    return "application/octet-stream";
}

std::unique_ptr<Protocol> make_documents(const std::vector<std::string>& roots) {
    std::map<std::string, fs::path> files;
    for (const std::string& root : roots) {
        if (!fs::exists(root))
            throw std::invalid_argument("introuvable : " + root);
        if (!fs::is_directory(root)) {
            files["/" + fs::path(root).filename().string()] = root;
            continue;
        }
        for (const auto& entry : fs::recursive_directory_iterator(root))
            if (entry.is_regular_file())
                files["/" + fs::relative(entry.path(), root).generic_string()] = entry.path();
    }
    return std::make_unique<Documents>(std::move(files));
}

} // namespace moisson::portals
