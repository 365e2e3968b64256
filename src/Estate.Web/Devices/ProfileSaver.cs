using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Domain.Profiles;
using Estate.Gateway.Configuration;
using Estate.Gateway.Profiles;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Saves the estate's own profiles: each passes its own tests first, its codec's too, and the audit has it.</summary>
internal sealed class ProfileSaver(DataFolder folder, PageReads reads, AuditChain audit, ProfileWatch watch)
{
    internal ProfileEditor Editor { get; } = new(folder, new(folder, reads.Model.File));

    /// <summary>Of a profile whose own tests need a codec; null where there is none.</summary>
    internal Task<string?> ProblemOfCodecAsync(DeviceProfile profile, string text) => watch.ProveAsync(profile, text);

    /// <param name="mark">Of the text it was made from.</param>
    /// <returns>Null where it was saved; otherwise what is wrong with it.</returns>
    internal async Task<Text?> SaveAsync(string name, string text, string mark, string by)
    {
        if (ProfileEditor.Read(name, text).Profile is { } written && await ProblemOfCodecAsync(written, text) is { } unproven)
            return new("没有保存：" + unproven, "Not saved: " + unproven);
        if (Editor.Save(name, text, mark) is { } problem)
            return problem;
        Record(by, "profile_saved", name);
        return null;
    }

    /// <summary>What somebody did with a profile, and which text is there now.</summary>
    internal void Record(string by, string action, string name) =>
        audit.Append(new(reads.Clock.Now, by, action, name, Editor.Mark(name)));
}
