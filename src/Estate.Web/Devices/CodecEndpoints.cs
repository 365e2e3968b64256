using System.Text;
using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Profiles;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>
/// Makers' codecs for engineers: files are tried and shown with their hashes first, then installed; as pages and as an API.
/// </summary>
internal sealed class CodecEndpoints(PageContext page, CodecInstaller installer)
{
    private const string Path = "/staff/devices/codecs";

    internal void Map(WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Engineer);
        pages.MapGet("", (Delegate)((HttpContext context) => ShowAsync(context)));
        pages.MapPost("/try", (Delegate)TryAsync);
        pages.MapPost("/{mark}/install", (string mark, HttpContext context) => AfterAsync(context, Install(mark, context)));
        pages.MapPost("/{name}/remove", (string name, HttpContext context) => AfterAsync(context, Remove(name, context)));
        var api = app.MapGroup("/api/codecs").Require(Role.Engineer);
        api.MapGet("", () => TypedResults.Ok(installer.Installed.Select(CodecBody.Of).ToList()));
        api.MapPost("", async (Dictionary<string, string?> files) =>
        {
            var (tried, problem) = await installer.TryAsync(
                [.. files.Select(one => (one.Key, Encoding.UTF8.GetBytes(one.Value ?? "")))], page.Reads.Clock.Now);
            return problem is { } why ? Refused(why) : Results.Ok(TriedBody.Of(tried!));
        });
        api.MapPost("/{mark}/install", (string mark, HttpContext context) => Answer(Install(mark, context)));
        api.MapPost("/{name}/remove", (string name, HttpContext context) => Answer(Remove(name, context)));
    }

    private async Task<IResult> TryAsync(HttpContext context)
    {
        var files = new List<(string, byte[])>();
        foreach (var file in (await RequestResults.FormAsync(context)).Files.Where(one => one.FileName.Length > 0))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, context.RequestAborted);
            files.Add((System.IO.Path.GetFileName(file.FileName.Replace('\\', '/')), content.ToArray()));
        }
        var (tried, problem) = await installer.TryAsync(files, page.Reads.Clock.Now);
        return problem is { } why ? await RequestResults.RefusedAsync(context, why, said => ShowAsync(context, said: said))
            : await ShowAsync(context, tried);
    }

    private Task<IResult> ShowAsync(HttpContext context, TriedCodecs? tried = null, Text? said = null) => page.ShowAsync<CodecsPage>(
        context, (nameof(CodecsPage.Installed), installer.Installed.Select(CodecBody.Of).ToList()),
        (nameof(CodecsPage.Tried), tried is null ? null : TriedBody.Of(tried)), (nameof(CodecsPage.Said), said));

    private async Task<IResult> AfterAsync(HttpContext context, Text? problem) => problem is { } why
        ? await RequestResults.RefusedAsync(context, why, said => ShowAsync(context, said: said)) : Results.LocalRedirect(Path);

    private Text? Install(string mark, HttpContext context) =>
        installer.Install(mark, RequestResults.NameOf(context), page.Reads.Clock.Now);

    private Text? Remove(string name, HttpContext context) =>
        installer.Remove(name, RequestResults.NameOf(context), page.Reads.Clock.Now);

    private static IResult Answer(Text? problem) => problem is { } why ? Refused(why)
        : Results.Ok(new SavedBody("saved", NeedsRestart: false));

    private static ApiProblem Refused(Text why) => new("refused", why, StatusCodes.Status409Conflict);
}

/// <summary>A codec that is installed.</summary>
public sealed record CodecBody(string Name, string Sha256, int Bytes, IReadOnlyList<string> Profiles, bool HasBefore)
{
    internal static CodecBody Of(InstalledCodec one) =>
        new(one.Codec.Name, one.Codec.Hash, Encoding.UTF8.GetByteCount(one.Codec.Source), one.Profiles, one.HasBefore);
}

/// <summary>What would be installed.</summary>
/// <param name="Mark">Names it to whoever installs it.</param>
public sealed record TriedBody(string Mark, IReadOnlyList<TriedCodecBody> Codecs, IReadOnlyList<string> Profiles, int TestsPassed)
{
    internal static TriedBody Of(TriedCodecs one) => new(
        one.Mark, [.. one.Import.Codecs.Select(codec => new TriedCodecBody(codec.Name, codec.Hash, one.Replaces.Contains(codec.Name)))],
        [.. one.Import.Profiles.Select(profile => profile.Name)], one.Import.Passed);
}

public sealed record TriedCodecBody(string Name, string Sha256, bool Replaces);
