// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The API over the views of the tests.
#pragma once

#include "api/api.hpp"
#include "unit/api/fake_lists.hpp"
#include "unit/normalise/vocabulary_fixture.hpp"
#include "unit/pages/ask.hpp"
#include "unit/pages/fake_views.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace moisson::test {

using Json = nlohmann::json;

class ApiTest : public ::testing::Test {
protected:
    api::ApiOptions options() {
        api::ApiOptions options;
        options.public_url = routes::PublicUrl("https://moisson.example.org");
        options.version = "0.1.0";
        options.lists = &lists_;
        options.vocabularies = [] { return normalise::vocabularies(); };
        options.metrics = [] { return std::string("moisson_up 1\n"); };
        return options;
    }
    net::ServerResponse get(std::string_view target) { return ask(handler_, target); }
    Json json(std::string_view target) { return Json::parse(get(target).body); }

    FakeViews views_;
    FakeLists lists_;
    i18n::CodeLabels labels_ = fake_labels();
    StillClock clock_;
    std::unique_ptr<telemetry::Logger> log_ = telemetry::make_silent_logger();
    net::Handler handler_ = api::make_api_handler(views_, labels_, clock_, *log_, options());
};

} // namespace moisson::test
