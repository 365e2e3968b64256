using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.Rules;
using Estate.Gateway.Pipeline;
using Estate.Gateway.Rules;

namespace Estate.Gateway.Web;

/// <summary>Rules as an API for the engineer's programs: how they stand, checks, silence.</summary>
internal static class RuleApi
{
    internal static void MapRules(this WebApplication app)
    {
        var engineer = app.MapGroup("/api/rules").Require(OperatorRole.Engineer);
        engineer.MapGet("", ListAsync);
        engineer.MapPost("/check", CheckAsync);
        engineer.MapPost("/{id}/silence", (string id, HttpContext context, EstateLoop loop) =>
            OperatorDesk.AskAsync(loop, context, RuleBodies.Default.SilenceBody, body => new SilenceRule(id, body.Minutes, body.Reason)));
        engineer.MapPost("/{id}/enable", (string id, HttpContext context, EstateLoop loop) => OperatorDesk.AskAsync(loop, context, new EnableRule(id)));
    }

    private static async Task<IResult> ListAsync(EstateLoop loop, RuleDesk desk, RuleWatch watch) => Results.Ok(new
    {
        Rules = (await loop.InspectAsync(_ => desk.Views().ToList())).Select(Json),
        watch.Mistakes,
    });

    private static async Task<IResult> CheckAsync(HttpContext context, RuleFiles files)
    {
        var (body, problem) = await OperatorDesk.ReadAsync(context, RuleBodies.Default.RuleTextBody);
        return problem ?? Results.Ok(new { files.Check("rule.yaml", body!.Yaml).Mistakes });
    }

    private static object Json(RuleView view) => new
    {
        view.Rule.Id,
        view.Version,
        view.Rule.Source.Title,
        view.Rule.Source.File,
        Severity = Words.Of(view.Rule.Source.Severity),
        State = Words.Of(view.Status),
        view.Disabled,
        SilencedUntil = view.SilencedUntil?.ToString(),
        view.SilencedFor,
        Active = view.Active.Select(one => new { Device = one.Device.ToString(), one.Component, State = Words.Of(one.Status), Since = one.Since.ToString(), one.Words, one.Seen }),
        Yaml = view.Rule.Source.Written,
    };
}

internal sealed record RuleTextBody(string Yaml);

internal sealed record SilenceBody(int Minutes, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RuleTextBody))]
[JsonSerializable(typeof(SilenceBody))]
internal sealed partial class RuleBodies : JsonSerializerContext;
