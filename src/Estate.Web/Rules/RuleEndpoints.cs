using System.Text.Json.Serialization;
using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Rules;
using Estate.Web.Shared;

namespace Estate.Web.Rules;

/// <summary>Rules as an API for the engineer's programs: how they stand, checks, silence.</summary>
internal static class RuleEndpoints
{
    internal static void MapRules(this WebApplication app)
    {
        var engineer = app.MapGroup("/api/rules").Require(Role.Engineer);
        engineer.MapGet("", ListAsync).InPages();
        engineer.MapPost("/check", CheckAsync).Takes(typeof(RuleTextBody));
        engineer.MapPost("/backtest", BacktestAsync).Takes(typeof(BacktestBody));
        engineer.MapGet("/{id}/versions", (string id, EstateReader reader) => Results.Ok(RuleVersions.Of(id, reader).Select(Json)));
        engineer.MapGet("/{id}/why", WhyAsync);
        engineer.MapPut("/{id}", SaveAsync).Takes(typeof(SaveRuleBody));
        engineer.MapDelete("/{id}", async (string id, HttpContext context, RuleWatch watch) =>
            Changed(context, "removed", id, await watch.RemoveAsync(id, RequestResults.NameOf(context))));
        engineer.MapPost("/{id}/silence", (string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, RuleBodies.Default.SilenceBody, body =>
                new SilenceRule(id, body.Minutes, body.Reason))).Takes(typeof(SilenceBody));
        engineer.MapPost("/{id}/enable", (string id, HttpContext context, EstateLoop loop) =>
            RequestResults.AskAsync(loop, context, new EnableRule(id)));
    }

    private static async Task<IResult> ListAsync(HttpContext context, RuleTrials trials, RuleWatch watch) => Results.Ok(new
    {
        Rules = ApiPages.Cut(context, await trials.ViewsAsync()).Select(Json),
        Mistakes = Json(watch.Errors, Language.Of(context)),
    });

    private static async Task<IResult> CheckAsync(HttpContext context, RuleFiles files)
    {
        var (body, problem) = await RequestResults.ReadAsync(context, RuleBodies.Default.RuleTextBody);
        return problem ?? Results.Ok(new { Mistakes = Json(files.Check("rule.yaml", body!.Yaml).Mistakes, Language.Of(context)) });
    }

    /// <summary>Plays one rule over the past, beside the version in force.</summary>
    private static async Task<IResult> BacktestAsync(HttpContext context, RuleTrials trials)
    {
        var (body, problem) = await RequestResults.ReadAsync(context, RuleBodies.Default.BacktestBody);
        if (problem is not null)
            return problem;
        var trial = await trials.TryAsync(body!.Yaml, body.From, body.To, context.RequestAborted);
        return trial.Report is { } report ? Results.Ok(Json(report))
            : Mistaken(context, trial.Reason!, trial.Detail, trial.Errors ?? []);
    }

    /// <summary>Why a rule fired, or did not, for a device at a time (left out: now).</summary>
    private static async Task<IResult> WhyAsync(string id, HttpContext context, RuleTrials trials, string device, string? at)
    {
        var why = await trials.WhyAsync(id, device, at, context.RequestAborted);
        if (why.Reason is { } reason)
            return new ApiProblem(reason, why.Notes[0], StatusCodes.Status409Conflict);
        return Results.Ok(new
        {
            why.Notes,
            Standings = why.Standings.Select(one => new
            {
                one.Standing.Component,
                State = WireName.Of(one.Standing.Status),
                HeardAt = one.Standing.HeardAt.ToString(),
                Text = one.Sentence,
                Parts = one.Standing.Parts.Select(part => new { part.Text, Truth = WireName.Of(part.Truth), part.Seen }),
            }),
        });
    }

    private static async Task<IResult> SaveAsync(string id, HttpContext context, RuleWatch watch)
    {
        var (body, problem) = await RequestResults.ReadAsync(context, RuleBodies.Default.SaveRuleBody);
        return problem ?? Changed(
            context, "saved", id, await watch.SaveAsync(id, body!.Yaml, body.Version, RequestResults.NameOf(context)));
    }

    private static IResult Changed(HttpContext context, string result, string id, IReadOnlyList<RuleFileError> mistakes) =>
        mistakes.Count == 0 ? Results.Ok(new { result, id })
        : ReferenceEquals(mistakes, RuleWatch.ChangedMeanwhile)
            ? Mistaken(context, "changed_meanwhile", RuleErrorTexts.Of(mistakes[0].Message), mistakes)
        : Mistaken(context, "mistakes", mistakes[0].Describe(), mistakes);

    /// <summary>A problem that also lists every error with its place.</summary>
    private static IResult Mistaken(HttpContext context, string reason, Text text, IReadOnlyList<RuleFileError> mistakes)
    {
        var language = Language.Of(context);
        var said = language.Pick(text);
        return Results.Json(
            new
            {
                Type = $"urn:estate:{reason}",
                Title = said,
                Status = StatusCodes.Status409Conflict,
                reason,
                Detail = said,
                text,
                Mistakes = Json(mistakes, language),
            }, contentType: ApiProblem.ContentType, statusCode: StatusCodes.Status409Conflict);
    }

    private static IEnumerable<object> Json(IReadOnlyList<RuleFileError> mistakes, Language language) => mistakes.Select(one =>
    {
        var text = RuleErrorTexts.Of(one.Message);
        return new { one.File, one.Line, one.Column, one.Rule, Message = language.Pick(text), text };
    });

    private static object Json(BacktestReport report) => new
    {
        report.Rule,
        From = report.From.ToString(),
        Until = report.Until.ToString(),
        report.Inputs,
        report.Note,
        Candidate = Json(report.Candidate),
        InForce = report.InForce is { } before ? Json(before) : null,
        Changes = report.Changes.Select(change => new { change.Kind, Before = Json(change.Before), After = Json(change.After) }),
    };

    private static object Json(BacktestSide side) =>
        new { side.Pages, side.PagesPerNight, side.Problem, Firings = side.Firings.Select(Json) };

    private static object? Json(Firing? firing) => firing is null ? null : new
    {
        Device = firing.Device.ToString(),
        firing.Component,
        Since = firing.Since.ToString(),
        At = firing.At.ToString(),
        EndedAt = firing.EndedAt?.ToString(),
        Late = firing.IsLate,
        firing.Words,
        firing.Seen,
    };

    private static object Json(RuleChanged version) =>
        new
        {
            version.Version,
            At = version.Time.At.ToString(),
            version.By,
            Yaml = version.Written.Length > 0
        ? RuleFileReader.AsFile(version.Written) : null
        };

    private static object Json(RuleView view) => new
    {
        view.Rule.Id,
        view.Version,
        view.Rule.Source.Title,
        view.Rule.Source.File,
        Severity = WireName.Of(view.Rule.Source.Severity),
        State = WireName.Of(view.Status),
        view.Disabled,
        SilencedUntil = view.SilencedUntil?.ToString(),
        view.SilencedFor,
        Active = view.Active.Select(Json),
        Yaml = RuleFileReader.AsFile(view.Rule.Source.Written),
    };

    private static object Json(RuleState one) => new
    {
        Device = one.Device.ToString(),
        one.Component,
        State = WireName.Of(one.Status),
        Since = one.Since.ToString(),
        one.Words,
        one.Seen,
    };
}

internal sealed record RuleTextBody(string Yaml);

/// <param name="From">Local time such as 2026-11-01; null: 30 days before the end.</param>
/// <param name="To">Null: now.</param>
internal sealed record BacktestBody(string Yaml, string? From = null, string? To = null);

/// <param name="Version">The version this was made from; null: whatever is in force.</param>
internal sealed record SaveRuleBody(string Yaml, int? Version = null);

internal sealed record SilenceBody(int Minutes, string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RuleTextBody))]
[JsonSerializable(typeof(SilenceBody))]
[JsonSerializable(typeof(BacktestBody))]
[JsonSerializable(typeof(SaveRuleBody))]
internal sealed partial class RuleBodies : JsonSerializerContext;
