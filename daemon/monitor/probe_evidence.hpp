// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is kept of a probe for people: the exchanges, and the command that repeats them.
#pragma once

#include "core/result.hpp"
#include "monitor/probe_target.hpp"
#include "net/http_client.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace moisson::monitor {

// Bounded: a dozen headers, 200 bytes each.
Exchange describe_exchange(const net::Request& sent, const Result<net::Response>& outcome);

// Validators, length, form and addresses of a good answer.
void note_answer(const LinkTarget& target, const net::Response& answer, ProbeResult& result);

// "curl -sS -o /dev/null -D - -L -r 0-65535 'https://...'"; safe to paste. Of a file that was read
// whole, what gives its SHA-256.
std::string curl_line(const Exchange& exchange, const std::string& user_agent);

nlohmann::json to_json(const Exchange& exchange, const std::string& user_agent);

} // namespace moisson::monitor
