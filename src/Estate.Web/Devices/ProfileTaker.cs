using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Gateway.Profiles;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>
/// How a product is read, from the district's library. One that also says how such a device is given orders is not taken from there.
/// </summary>
internal sealed class ProfileTaker(ProfileSaver saver) : IFileTaker
{
    private const int ShownMistakes = 5;

    public ProposedKind Kind => ProposedKind.Profile;

    public Text Title { get; } = new("一种设备的描述", "A profile of a device");

    public async Task<IReadOnlyList<Text>> PreviewAsync(string content)
    {
        var file = ProposedFile.Read(content);
        var read = ProfileEditor.Read(file.Name, file.Yaml);
        if (read.Profile is not { } profile)
            throw new ProposalMistakeException(Text.Same(ProfileView.Short(read.Errors[0].ToString())));
        if (profile.TakesOrders)
            throw new ProposalMistakeException(new(
                "能给设备下命令的描述不接受，请自己写", "a profile that says how a device is given orders is not taken; write it here"));
        var mistakes = read.Check().Select(one => one.ToString()).ToList();
        if (mistakes.Count == 0 && await saver.ProblemOfCodecAsync(profile, file.Yaml) is { } unproven)
            mistakes.Add(unproven);
        var lines = new List<Text> { new($"{file.Name}，种类 {profile.Kind}", $"{file.Name}, of kind {profile.Kind}") };
        if (saver.Editor.Book.Has(file.Name))
            lines.Add(new(
                $"这里已有描述 {file.Name}，保存后由它代替", $"There is a profile {file.Name}; this one takes its place"));
        lines.AddRange(mistakes.Take(ShownMistakes).Select(one => Text.Same(ProfileView.Short(one))));
        if (mistakes.Count == 0)
            lines.Add(new(
                $"自带的 {profile.Source.Tests.Count} 项测试全部通过", $"All {profile.Source.Tests.Count} of its own tests pass"));
        return lines;
    }

    public (string Address, Text Label) Trial(ProposedFile file) =>
        ($"/staff/devices/profiles/{file.Name}/try", new("先用一条消息试一试", "Try it on a message first"));

    public string MarkOf(ProposedFile file) => saver.Editor.Mark(file.Name);

    public Task<Text?> SaveAsync(ProposedFile file, string text, string mark, string by) =>
        saver.SaveAsync(file.Name, text, mark, by);
}
