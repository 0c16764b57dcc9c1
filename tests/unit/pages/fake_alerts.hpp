// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Two alerts that go on: a portal that is down, and a dataset with a broken link that somebody
// cares for.
#pragma once

#include "store/alert_store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::test {

class FakeAlerts final : public store::AlertStore {
public:
    std::optional<store::AlertFilter> asked;

    FakeAlerts() {
        store::AlertRow down;
        down.portal_title = "Données ouvertes du <Mali>";
        AlertEpisode& one = down.episode;
        one.id = 7;
        one.state = AlertState::firing;
        one.reason = "lasted";
        one.pending_since = Instant(std::chrono::seconds(1'700'000'000));
        one.firing_since = one.pending_since + std::chrono::minutes(30);
        one.condition.kind = AlertKind::portal_down;
        one.condition.severity = AlertSeverity::critical;
        one.condition.subject = "urn:moisson:portal:mali";
        one.condition.labels.portal = "mali";
        one.condition.labels.countries = {"ML"};
        one.condition.evidence = R"({"state":"DOWN","since":"2023-11-14T22:13:20Z"})";
        store::AlertRow broken = down;
        broken.dataset_title = "Prix & marchés";
        broken.dataset_slug = "mali-prix";
        AlertEpisode& two = broken.episode;
        two.id = 5;
        two.muted = AlertMute::acked;
        two.acked_by = "awa";
        two.condition.kind = AlertKind::links_broken;
        two.condition.severity = AlertSeverity::warning;
        two.condition.audience = AlertAudience::producer;
        two.condition.evidence = R"({"links":3,"broken":1,"code":"http_404"})";
        rows_ = {down, broken};
    }

    asio::awaitable<Result<store::AlertOverview>>
    look(store::AlertTimes, store::AlertOverviewJudge) override {
        co_return store::AlertOverview();
    }
    asio::awaitable<Result<store::AlertScanReport>>
    scan(store::AlertScanRequest, store::AlertSightsJudge, store::AlertSightsJudge) override {
        co_return store::AlertScanReport();
    }
    asio::awaitable<Result<std::vector<store::AlertRow>>> list(store::AlertFilter filter) override {
        asked = std::move(filter);
        co_return rows_;
    }
    asio::awaitable<Result<store::AlertRow>> find(std::int64_t id) override {
        for (const store::AlertRow& row : rows_)
            if (row.episode.id == id)
                co_return row;
        co_return Error(Code::not_found, "no alert 9");
    }
    asio::awaitable<Result<std::vector<store::AlertEventRow>>> events(std::int64_t) override {
        std::vector<store::AlertEventRow> out(2);
        out[0].event = "fired";
        out[0].reason = "lasted";
        out[0].deliver = true;
        out[1].event = "acked";
        out[1].reason = "awa";
        co_return out;
    }
    asio::awaitable<Result<std::vector<store::AlertCount>>> counts() override {
        std::vector<store::AlertCount> out(1);
        out[0].kind = "portal_down";
        out[0].state = "firing";
        out[0].count = 2;
        co_return out;
    }
    asio::awaitable<Result<std::vector<store::AlertPortalCount>>> portal_counts() override {
        std::vector<store::AlertPortalCount> out(1);
        out[0].portal = "mali";
        out[0].title = "Données ouvertes du <Mali>";
        out[0].count = 2;
        co_return out;
    }
    asio::awaitable<Result<store::AlertRow>> acknowledge(std::int64_t, std::string, bool) override {
        co_return rows_.front();
    }
    asio::awaitable<Result<store::AlertRow>>
    snooze(std::int64_t, std::string, std::chrono::hours) override {
        co_return rows_.front();
    }
    asio::awaitable<Result<std::int64_t>> approve(std::string, std::string) override {
        co_return std::int64_t(0);
    }

private:
    std::vector<store::AlertRow> rows_;
};

} // namespace moisson::test
