// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Rows of `alert` and `alert_event` <-> values. Private to the room.
#pragma once

#include "store/alert_facts.hpp"
#include "store/connection.hpp"

#include <string>
#include <vector>

namespace moisson::store {

// Of `alert a`; read by read_episode.
extern const char* const alert_columns;
inline constexpr int alert_column_count = 29;

// Held until the end of the transaction by whoever writes events: their ids are in commit order.
void lock_alerts(Connection& connection);

AlertEpisode read_episode(const Rows& rows, int row);
std::vector<AlertEpisode> read_episodes(const Rows& rows);

// Inserts or updates, with the events of each, in their order. Sets the ids of new ones, 0 of those
// that another worker opened first: they are left to it. Returns how many events are to be
// delivered.
std::int64_t write_alerts(Connection& connection, std::vector<AlertWrite>& writes);

AlertSilence read_silence(const Rows& rows, int row);
// id, matchers, starts_at, ends_at, author, reason, ended_at of `silence s`.
extern const char* const silence_columns;
std::vector<AlertSilence> silences_in_force(Connection& connection);
std::string matchers_json(const std::vector<AlertMatcher>& matchers);

} // namespace moisson::store
