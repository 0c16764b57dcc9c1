// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/calendar.ics: when the datasets of a portal, of an organization, or one of them, are next
// expected to be updated.
#include "api/ical.hpp"
#include "api/parameters.hpp"
#include "api/problem.hpp"
#include "api/site.hpp"
#include "i18n/format.hpp"
#include "text/email_mask.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::api {
namespace {

struct AskedUpdates {
    store::UpdatesQuery query;
    std::vector<routes::ParameterProblem> problems;
};

std::optional<Uuid> id_of(const routes::Query& query, const std::string& name, AskedUpdates& out) {
    const std::string_view value = routes::first(query, name);
    if (value.empty())
        return std::nullopt;
    const auto id = uuid_from_string(value);
    if (!id)
        out.problems.push_back(invalid_value(name, value, "un identifiant UUID"));
    return id;
}

AskedUpdates read(const routes::Query& query) {
    AskedUpdates out;
    out.query.portal = std::string(routes::first(query, "portal"));
    const std::string_view organization = routes::first(query, "organization");
    out.query.organization = uuid_from_string(organization);
    if (!out.query.organization)
        out.query.organization_name = std::string(organization);
    out.query.dataset = id_of(query, "dataset", out);
    const int given = (out.query.portal.empty() ? 0 : 1) + (organization.empty() ? 0 : 1) +
                      (out.query.dataset ? 1 : 0);
    if (out.problems.empty() && given != 1)
        out.problems.push_back(
            invalid_value("portal", out.query.portal, "un seul de portal, organization et dataset")
        );
    return out;
}

CalendarDay day_of(const Site& site, const store::UpdateDue& due) {
    const routes::PublicUrl& url = site.options.public_url;
    CalendarDay out;
    out.uid = fmt::format("{}@{}", to_string(due.dataset), url.host());
    out.day = due.expected_at;
    out.stamp = due.counted_from;
    // The expected day moves when something is published: the number of that day only grows.
    out.sequence = std::max<std::int64_t>(
        0,
        std::chrono::floor<std::chrono::days>(due.counted_from).time_since_epoch().count()
    );
    out.summary = "Mise à jour attendue : " + text::mask_emails(due.title);
    out.description = fmt::format(
        "{}{}. Dernière mise à jour : {}.{}",
        due.publisher.empty() ? std::string() : text::mask_emails(due.publisher) + ", ",
        due.portal_title,
        i18n::date(due.counted_from),
        due.late_at ? fmt::format(" En retard à partir du {}.", i18n::date(*due.late_at)) : ""
    );
    out.url = url.absolute(routes::dataset_page_of(due.slug));
    return out;
}

std::string name_of(const store::UpdatesQuery& query, const std::vector<store::UpdateDue>& rows) {
    if (rows.empty())
        return "Mises à jour attendues";
    const store::UpdateDue& one = rows.front();
    const std::string& about = query.dataset          ? one.title
                               : query.portal.empty() ? one.publisher
                                                      : one.portal_title;
    return "Mises à jour attendues : " + text::mask_emails(about);
}

} // namespace

asio::awaitable<net::ServerResponse> show_calendar(const Site& site, Call call) {
    if (!site.options.updates)
        co_return problem(
            404,
            "not-found",
            "Introuvable",
            "Il n’y a pas de calendrier.",
            call.request
        );
    AskedUpdates asked = read(call.query);
    if (!asked.problems.empty())
        co_return parameter_problem(asked.problems, call.request, {});
    const store::UpdatesQuery query = asked.query;
    const auto rows = co_await site.options.updates(std::move(asked.query));
    if (rows.has_error())
        co_return problem_of(rows.error(), call.request);
    Calendar calendar;
    calendar.name = name_of(query, *rows);
    for (const store::UpdateDue& due : *rows)
        calendar.days.push_back(day_of(site, due));
    net::ServerResponse response;
    response.content_type = "text/calendar; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "public, max-age=3600");
    response.headers.emplace_back(
        "Content-Disposition",
        "inline; filename=\"mises-a-jour-attendues.ics\""
    );
    response.body = to_ical(calendar);
    co_return response;
}

} // namespace moisson::api
