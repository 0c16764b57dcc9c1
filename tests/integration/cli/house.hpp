// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The command line with a configuration of its own: a fresh database, a simulated portal on
// loopback, and the files that an operator would write.
#pragma once

#include "portals/ckan.hpp"
#include "portals/server.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace moisson::testing {

struct Outcome {
    int code = -1;
    std::string out;
    std::string problems;

    nlohmann::json json() const { return nlohmann::json::parse(out); }
};

std::shared_ptr<const portals::Catalogue> generated(std::uint64_t count, std::int64_t day = 0);
// The first `count` records of a catalogue.
std::shared_ptr<const portals::Catalogue>
first_of(const std::shared_ptr<const portals::Catalogue>& all, std::size_t count);

class House {
public:
    explicit House(std::shared_ptr<const portals::Catalogue> catalogue);
    ~House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    Outcome run(std::vector<std::string> arguments) const;
    void serve(std::shared_ptr<const portals::Catalogue> catalogue);
    // Harvests the source as moissond would: run after run in this process.
    void harvest(const std::string& source = "essai", const std::string& mode = "auto");
    std::string fingerprint() const;
    // All rows of all tables that a run writes: nothing may be added to them by a rehearsal.
    std::string rows() const;
    // Lines of the portal file, below `portals:`.
    void write_portals(const std::string& text) const;
    std::filesystem::path file(const std::string& name, const std::string& bytes) const;
    const std::string& url() const { return url_; }
    const std::string& conninfo() const { return conninfo_; }
    std::size_t requests() const { return portal_->log().entries().size(); }

private:
    std::string conninfo_;
    std::filesystem::path folder_;
    std::mutex mutex_;
    std::shared_ptr<const portals::Catalogue> served_;
    std::shared_ptr<portals::Portal> portal_;
    portals::Server server_;
    std::string url_;
};

} // namespace moisson::testing
