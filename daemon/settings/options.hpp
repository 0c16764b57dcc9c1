// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of every option of config/moisson.yaml. Private to the room.
#pragma once

#include "settings/reader.hpp"
#include "settings/settings.hpp"

#include <vector>

namespace moisson::settings {

// In the order of the reference file.
std::vector<Option<Settings>> all_options();
// Those of `harvest` and `deletion`.
void add_harvest_options(std::vector<Option<Settings>>& out);
void add_link_options(std::vector<Option<Settings>>& out);
void add_alert_options(std::vector<Option<Settings>>& out);
// Those of `api.rate`.
void add_rate_options(std::vector<Option<Settings>>& out);
void add_mail_options(std::vector<Option<Settings>>& out);
void add_dump_options(std::vector<Option<Settings>>& out);

// Reasons, in French, why a text is not what it should be; empty = fine.
std::string check_web_address(const std::string& text);
// Of a site, to which paths are added.
std::string check_base_address(const std::string& text);
std::string check_listen(const std::string& text);
std::string check_optional_listen(const std::string& text);
std::string check_network(const std::string& text);
std::string check_proxy(const std::string& text);
std::string check_conninfo(const std::string& text);
std::string check_optional_conninfo(const std::string& text);

} // namespace moisson::settings
