using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Rules;
using Estate.Gateway.Configuration;
using Estate.Gateway.Rules;
using Estate.Web.Shared;

namespace Estate.Web.Rules;

/// <summary>
/// A rule that the district would like to be watched for. One that asks a device for something is not taken from there: no order to a
/// device crosses that line, not even as a rule.
/// </summary>
internal sealed class RuleTaker(RuleFiles files, RuleWatch watch, EstateReader reader) : IFileTaker
{
    private static readonly string[] OrdersDevices = ["ask", "announce"];

    public ProposedKind Kind => ProposedKind.Rule;

    public Text Title { get; } = new("一条报警规则", "A rule that watches for something");

    public Task<IReadOnlyList<Text>> PreviewAsync(string content)
    {
        var (file, rule) = Read(content);
        var lines = new List<Text> { rule.Title };
        if (RuleVersions.InForce(file.Name, reader) is > 0 and var version)
            lines.Add(new(
                $"这里已有规则 {file.Name}（第 {version} 版），保存后由它代替",
                $"There is a rule {file.Name} (version {version}); this one takes its place"));
        lines.AddRange(files.Check("rule.yaml", file.Yaml).Mistakes.Select(one => one.Describe()));
        return Task.FromResult<IReadOnlyList<Text>>(lines);
    }

    public (string Address, Text Label) Trial(ProposedFile file) =>
        ($"/staff/rules/{RulePageEndpoints.NewId}/try", new("先用历史数据试算", "Try it on what was recorded first"));

    public string MarkOf(ProposedFile file) =>
        RuleVersions.InForce(file.Name, reader).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public async Task<Text?> SaveAsync(ProposedFile file, string text, string mark, string by)
    {
        var mistakes = await watch.SaveAsync(file.Name, text, int.TryParse(mark, out var version) ? version : 0, by);
        return mistakes.Count == 0 ? null : mistakes[0].Describe();
    }

    private static (ProposedFile File, RuleSource Rule) Read(string content)
    {
        var file = ProposedFile.Read(content);
        var (rules, mistakes) = RuleFileReader.Read("rule.yaml", file.Yaml);
        if (mistakes.Count > 0)
            throw new ProposalMistakeException(mistakes[0].Describe());
        if (rules is not [{ Source: var rule }] || rule.Id != file.Name)
            throw new ProposalMistakeException(new($"应当只有一条规则，id 是 {file.Name}", $"it should be one rule, with id: {file.Name}"));
        return rule.Do.Any(one => OrdersDevices.Contains(one.Kind))
            ? throw new ProposalMistakeException(new(
                "会向设备提要求的规则（ask、announce）不接受", "a rule that asks a device for something (ask, announce) is not taken"))
            : (file, rule);
    }
}
