// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One answer, or its absence, as an observation code. Pure.
#pragma once

#include "core/code.hpp"
#include "monitor/probe_target.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace moisson::monitor {

// Of a request without an answer. Certificate faults keep their own code.
LinkCode code_of(Code failure);
// TLS_EXPIRED and its like: reachable when nobody verifies?
bool is_certificate_fault(Code failure);

// Of an answer of 400 and above.
LinkCode code_of_status(int status);

// Of any answer, judged by itself: status, walls, emptiness, form, redirects. `head`: there is no
// body to look at. Soft 404s need more: see link_soft404.hpp.
LinkCode judge(const LinkTarget& target, const net::Response& answer, bool head);

// A HEAD that leaves no question open.
bool head_suffices(const LinkTarget& target, const net::Response& answer);

// A page by which a firewall turns robots away, whatever its status says.
bool is_wall(const LinkTarget& target, const net::Response& answer);

// Every redirect was permanent and the move is more than cosmetic (scheme upgrade, slash, www).
std::string permanent_target(const LinkTarget& target, const net::Response& answer);

// The service of an OGC address ("WMS"), from its query or the declared format; empty when none.
std::string ogc_service(const LinkTarget& target);
// The address that asks what the service can do; the address itself when it asks something already.
std::string service_address(const LinkTarget& target, std::string_view service);
// An exception report where data was asked for.
bool is_service_exception(std::string_view body);

} // namespace moisson::monitor
