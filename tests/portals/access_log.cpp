// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The access log: counts, gaps, and its JSON form.
#include "portals/access_log.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace moisson::portals {
namespace {

nlohmann::ordered_json entry_to_json(const Access& access) {
    nlohmann::ordered_json headers = nlohmann::ordered_json::object();
    for (const auto& [name, value] : access.headers)
        headers[name] = value;
    nlohmann::ordered_json result;
    result["at"] = ckan_date(access.at) + "Z";
    result["method"] = access.method;
    result["host"] = access.host;
    result["path"] = access.path;
    result["query"] = access.query;
    result["operation"] = access.operation;
    result["headers"] = std::move(headers);
    result["in_flight"] = access.in_flight;
    result["status"] = access.status;
    result["body_bytes"] = access.body_bytes;
    return result;
}

std::string as_line(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace

void AccessLog::write_to(const std::string& file) {
    const std::lock_guard lock(mutex_);
    file_.open(file, std::ios::app);
    if (!file_)
        throw std::runtime_error("cannot write the access log " + file);
}

void AccessLog::add(Access access) {
    const std::lock_guard lock(mutex_);
    ++total_;
    body_bytes_ += access.body_bytes;
    in_flight_max_ = std::max(in_flight_max_, access.in_flight);
    if (file_.is_open()) {
        file_ << as_line(entry_to_json(access)) << '\n';
        file_.flush();
    }
    if (entries_.size() >= entries_max)
        entries_.erase(
            entries_.begin(),
            entries_.begin() + static_cast<std::ptrdiff_t>(entries_max / 2)
        );
    entries_.push_back(std::move(access));
}

void AccessLog::clear() {
    const std::lock_guard lock(mutex_);
    entries_.clear();
    total_ = 0;
    body_bytes_ = 0;
    in_flight_max_ = 0;
}

std::vector<Access> AccessLog::entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
}

std::uint64_t AccessLog::total() const {
    const std::lock_guard lock(mutex_);
    return total_;
}

std::uint64_t AccessLog::body_bytes() const {
    const std::lock_guard lock(mutex_);
    return body_bytes_;
}

int AccessLog::in_flight_max() const {
    const std::lock_guard lock(mutex_);
    return in_flight_max_;
}

std::chrono::microseconds AccessLog::shortest_gap() const {
    const std::lock_guard lock(mutex_);
    auto shortest = std::chrono::microseconds::max();
    for (std::size_t i = 1; i < entries_.size(); ++i)
        shortest = std::min(shortest, entries_[i].at - entries_[i - 1].at);
    return shortest;
}

nlohmann::json AccessLog::to_json() const {
    const std::vector<Access> copy = entries();
    nlohmann::json list = nlohmann::json::array();
    for (const Access& access : copy)
        list.push_back(nlohmann::json(entry_to_json(access)));
    nlohmann::json result;
    result["total"] = total();
    result["body_bytes"] = body_bytes();
    result["in_flight_max"] = in_flight_max();
    result["entries"] = std::move(list);
    return result;
}

} // namespace moisson::portals
