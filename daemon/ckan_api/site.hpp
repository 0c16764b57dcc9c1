// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the actions share, and one function per action. Inside the room only.
#pragma once

#include "ckan_api/ckan_api.hpp"
#include "ckan_api/conditions.hpp"
#include "ckan_api/limits.hpp"
#include "ckan_api/package.hpp"
#include "ckan_api/parameters.hpp"

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace moisson::ckan_api {

// What was worked out from all values of a facet, and of which list of them. The io executor's.
template <class T>
struct Derived {
    views::Values of;
    std::shared_ptr<const T> made;
};

struct DerivedLists {
    // Names of tags, each once, in order.
    Derived<std::vector<std::string>> tags;
    Derived<OrganizationIds> organizations;
};

struct Site {
    views::CatalogViews& views;
    views::OpenData& data;
    views::Selections& selections;
    const i18n::CodeLabels& labels;
    const Clock& clock;
    telemetry::Logger& log;
    CkanOptions options;
    // Answers with many datasets that are being made.
    std::shared_ptr<std::atomic<int>> long_answers = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<int>> resource_searches = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<DerivedLists> derived = std::make_shared<DerivedLists>();

    VocabulariesPtr vocabularies() const {
        return options.vocabularies ? options.vocabularies() : nullptr;
    }
};

// Counts one long answer for as long as it lives.
class LongAnswer {
public:
    LongAnswer(const Site& site, bool is_long)
        : LongAnswer(site.long_answers, limits::long_answers, is_long) {}
    LongAnswer(std::shared_ptr<std::atomic<int>> running, int most, bool is_long)
        : running_(std::move(running)), is_long_(is_long),
          allowed_(!is_long || running_->fetch_add(1) < most) {}
    LongAnswer(const LongAnswer&) = delete;
    LongAnswer& operator=(const LongAnswer&) = delete;
    ~LongAnswer() {
        if (is_long_)
            running_->fetch_sub(1);
    }
    bool allowed() const { return allowed_; }

private:
    std::shared_ptr<std::atomic<int>> running_;
    bool is_long_ = false;
    bool allowed_ = false;
};

using SitePtr = std::shared_ptr<const Site>;
using Action = asio::awaitable<Answer> (*)(SitePtr, Parameters);
using StreamedAction = asio::awaitable<Read<Streamed>> (*)(SitePtr, Parameters);

struct ActionRow {
    constexpr ActionRow(std::string_view text, Action action, std::string_view says)
        : name(text), run(action), help(says) {}
    constexpr ActionRow(std::string_view text, StreamedAction action, std::string_view says)
        : name(text), stream(action), help(says) {}

    std::string_view name;
    // One of the two.
    Action run = nullptr;
    StreamedAction stream = nullptr;
    // What help_show says.
    std::string_view help;
};
// By name.
std::span<const ActionRow> action_rows();
const ActionRow* find_action(std::string_view name);
// An action of CKAN that writes, or would.
bool is_write_action(std::string_view name);

// search.cpp
asio::awaitable<Answer> package_search(SitePtr site, Parameters parameters);
// old_search.cpp; JSON text, without an envelope.
asio::awaitable<Read<std::string>> old_search(SitePtr site, Parameters parameters, bool by_id);
// packages.cpp
asio::awaitable<Answer> package_show(SitePtr site, Parameters parameters);
asio::awaitable<Read<Streamed>> package_list(SitePtr site, Parameters parameters);
asio::awaitable<Answer> current_package_list(SitePtr site, Parameters parameters);
asio::awaitable<Answer> package_autocomplete(SitePtr site, Parameters parameters);
asio::awaitable<Answer> group_package_show(SitePtr site, Parameters parameters);
// resources.cpp
asio::awaitable<Answer> resource_show(SitePtr site, Parameters parameters);
asio::awaitable<Answer> resource_search(SitePtr site, Parameters parameters);
// groups.cpp
asio::awaitable<Answer> organization_list(SitePtr site, Parameters parameters);
asio::awaitable<Answer> organization_show(SitePtr site, Parameters parameters);
asio::awaitable<Answer> organization_autocomplete(SitePtr site, Parameters parameters);
asio::awaitable<Answer> group_list(SitePtr site, Parameters parameters);
asio::awaitable<Answer> group_show(SitePtr site, Parameters parameters);
asio::awaitable<Answer> group_autocomplete(SitePtr site, Parameters parameters);
// tags.cpp
asio::awaitable<Answer> tag_list(SitePtr site, Parameters parameters);
asio::awaitable<Answer> tag_show(SitePtr site, Parameters parameters);
asio::awaitable<Answer> tag_search(SitePtr site, Parameters parameters);
asio::awaitable<Answer> tag_autocomplete(SitePtr site, Parameters parameters);
asio::awaitable<Answer> format_autocomplete(SitePtr site, Parameters parameters);
asio::awaitable<Answer> license_list(SitePtr site, Parameters parameters);
// about.cpp
asio::awaitable<Answer> status_show(SitePtr site, Parameters parameters);
asio::awaitable<Answer> help_show(SitePtr site, Parameters parameters);
asio::awaitable<Answer> site_read(SitePtr site, Parameters parameters);
asio::awaitable<Answer> empty_list(SitePtr site, Parameters parameters);
// activities.cpp
asio::awaitable<Answer> recent_changes(SitePtr site, Parameters parameters);
asio::awaitable<Answer> package_activities(SitePtr site, Parameters parameters);

// -- What several actions need (reading.cpp) ---------------------------------------------------

// What others wrote, as JSON text without the e-mail addresses in it (decision 26).
std::string published(const Json& json);
// By key; null without a database.
asio::awaitable<views::FeedPortals> known_portals(SitePtr site);
// Datasets as the text of a JSON list, in this order; of each only `fields`, when there are any.
asio::awaitable<Read<std::string>>
packages_text(SitePtr site, std::vector<search::Hit> hits, std::vector<std::string> fields);
asio::awaitable<Read<search::Selected>> select(SitePtr site, search::Selection selection);
// The dataset with that id, name or old name; 404 for what is hidden or gone.
asio::awaitable<Read<store::DatasetRecord>> read_dataset(SitePtr site, std::string name);
// All values of a facet, in order.
asio::awaitable<Read<views::Values>> all_values(SitePtr site, search::Facet facet);
search::Condition has_value(search::Facet facet, std::string value);
// The part of a list that `limit` and `offset` name.
struct Slice {
    std::size_t offset = 0;
    std::size_t limit = 0;
};
Read<Slice> read_slice(const Parameters& parameters, std::size_t usual, std::size_t most);
std::string action_address(const Site& site, std::string_view name);

} // namespace moisson::ckan_api
