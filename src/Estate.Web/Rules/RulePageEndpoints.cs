using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Rules;
using Estate.Web.News;
using Estate.Web.Shared;

namespace Estate.Web.Rules;

/// <summary>
/// The engineer's rules: how they stand, edited with a trial on what was recorded before they are saved, their versions, silence, and
/// why one fired or did not. Works without JavaScript but for the check while typing and the chart.
/// </summary>
internal sealed class RulePageEndpoints(PageContext page, RuleWatch watch, RuleFiles files, RuleTrials trials, JournalReader journal)
{
    internal const string NewId = RuleFiles.Reserved;
    private const string Path = "/staff/rules";
    private const int Shown = 100, ShownFirings = 20;

    internal void Map(WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Engineer);
        pages.MapGet("", (HttpContext context, FrontPageNews news) => ListAsync(context, news));
        pages.MapGet("/rules.csv", (Delegate)CsvAsync);
        pages.MapGet("/{id}", (string id, HttpContext context) => OneAsync(id, context, new()));
        pages.MapPost("/{id}/try", TryAsync);
        pages.MapPost("/{id}/form", WriteAsync);
        pages.MapPost("/{id}/save", SaveAsync);
        pages.MapPost("/{id}/remove", async (string id, HttpContext context) =>
            await watch.RemoveAsync(id, RequestResults.NameOf(context)) is [var mistake, ..]
                ? await OneAsync(id, context, new() { Said = mistake.Describe() })
                : Results.LocalRedirect(Path));
        pages.MapPost("/{id}/silence", async (string id, HttpContext context) =>
            await DoAsync(
                id, context,
                new SilenceRule(
                    id, int.TryParse(await RequestResults.FieldAsync(context, "minutes"), out var minutes) ? minutes : -1,
                    await RequestResults.FieldAsync(context, "reason") ?? "")));
        pages.MapPost("/{id}/enable", (string id, HttpContext context) => DoAsync(id, context, new EnableRule(id)));
    }

    private async Task<IResult> ListAsync(HttpContext context, FrontPageNews news)
    {
        var (shown, part) = ListQuery.Of(context).Cut(await trials.ViewsAsync(), Shown, view =>
            $"{view.Rule.Id} {view.Rule.Source.Title.Zh} {view.Rule.Source.Title.En}");
        return await page.ShowAsync<RulesPage>(
            context, (nameof(RulesPage.Rules), shown), (nameof(RulesPage.Part), part), (nameof(RulesPage.Mistakes), watch.Errors),
            (nameof(RulesPage.News), await news.OfAsync(context)));
    }

    private async Task<IResult> CsvAsync(HttpContext context)
    {
        var language = Language.Of(context);
        return CsvFile.Of("rules.csv", (await trials.ViewsAsync()).Select(one => RuleRow.Of(one, page.Reads, language)));
    }

    private async Task<IResult> TryAsync(string id, HttpContext context)
    {
        var (text, from, to) = (
            await RequestResults.FieldAsync(context, "yaml") ?? "", await RequestResults.FieldAsync(context, "from"),
            await RequestResults.FieldAsync(context, "to"));
        var trial = await trials.TryAsync(text, from, to, context.RequestAborted);
        return await OneAsync(
            id, context, new() { Written = text, From = from, To = to, Trial = trial, Version = await VersionAsync(context) });
    }

    /// <summary>The form's blanks into the text; nothing is saved.</summary>
    private async Task<IResult> WriteAsync(string id, HttpContext context)
    {
        if (RuleForm.Read(await RequestResults.FormAsync(context)) is not { } form)
            return Results.NotFound();
        var edit = new RuleEdit { Version = await VersionAsync(context) };
        return form.Mistakes.Count == 0 ? await OneAsync(id, context, edit with { Written = form.Template.Write(form.Values) })
            : await RequestResults.RefusedAsync(
                context, new("请改正标出的地方", "Please mend what is marked below"), said =>
                    OneAsync(id, context, edit with { Said = said, Form = form }));
    }

    private async Task<IResult> SaveAsync(string id, HttpContext context)
    {
        var text = await RequestResults.FieldAsync(context, "yaml") ?? "";
        var own = id != NewId ? id : files.Check("rule.yaml", text).Rules is [var rule] ? rule.Id : NewId;
        var version = await VersionAsync(context);
        var mistakes = await watch.SaveAsync(own, text, version, RequestResults.NameOf(context));
        if (mistakes.Count == 0)
            return Results.LocalRedirect(Path + "/" + own);
        var why = ReferenceEquals(mistakes, RuleWatch.ChangedMeanwhile)
            ? new Text("别人已经保存了新的版本，请重新打开再改", "Somebody saved another version meanwhile; open the rule again before you change it")
            : new(string.Join("；", mistakes.Select(one => one.Describe().Zh)), string.Join("; ", mistakes));
        return await RequestResults.RefusedAsync(context, why, said =>
            OneAsync(id, context, new() { Written = text, Said = said, Version = version }));
    }

    /// <summary>The version the text was made from; what is in force now may be another.</summary>
    private static async Task<int?> VersionAsync(HttpContext context) =>
        int.TryParse(await RequestResults.FieldAsync(context, "version"), out var version) ? version : null;

    private Task<IResult> DoAsync(string id, HttpContext context, IRequest request) =>
        RequestResults.AskAtPageAsync(page.Loop, context, request, Path + "/" + id, said => OneAsync(id, context, new() { Said = said }));

    private async Task<IResult> OneAsync(string id, HttpContext context, RuleEdit edit)
    {
        var view = await trials.FindAsync(id);
        var versions = RuleVersions.Of(id, page.Reads.Reader);
        if (view is null && versions.Count == 0 && id != NewId)
            return Results.NotFound();
        var written = edit.Written
            ?? (view is null ? versions is [_, var last, ..] ? RuleFileReader.AsFile(last.Written)
                : RuleTemplates.Find(context.Request.Query["template"].ToString())?.Example ?? RuleEdit.Example
            : RuleFileReader.AsFile(view.Rule.Source.Written));
        var (device, at) = (context.Request.Query["device"].ToString(), context.Request.Query["at"].ToString());
        return await page.ShowAsync<RulePage>(
            context, (nameof(RulePage.Id), id), (nameof(RulePage.View), view),
            (nameof(RulePage.Edit), edit with { Written = written, Version = edit.Version ?? view?.Version ?? 0 }),
            (nameof(RulePage.Versions), versions),
            (nameof(RulePage.IsMadeHere), files.IsMadeHere(id)), (nameof(RulePage.Firings), journal.Firings(id, ShownFirings)),
            (nameof(RulePage.Why), device.Length > 0 ? await WhyAsync(id, device, at, context) : null),
            (nameof(RulePage.AskedDevice), device), (nameof(RulePage.AskedAt), at));
    }

    private async Task<IReadOnlyList<Text>> WhyAsync(string id, string device, string at, HttpContext context)
    {
        var why = await trials.WhyAsync(id, device, at, context.RequestAborted);
        return [.. why.Notes,
            .. why.Standings.Select(one =>
                one.Standing.Component is { Length: > 0 } part ? new Text($"{part}：{one.Sentence.Zh}", $"{part}: {one.Sentence.En}")
                : one.Sentence)];
    }
}
