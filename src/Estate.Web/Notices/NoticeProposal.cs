using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;
using Estate.Domain.Notices;
using Estate.Web.Shared;
using NodaTime;

namespace Estate.Web.Notices;

/// <summary>A notice that the district would like to be published; it is published in the name of the member who takes it up.</summary>
internal sealed class NoticeProposal(PageReads reads) : IDecisionTaker
{
    private const int MaxDays = 92;

    public ProposedKind Kind => ProposedKind.Notice;

    public Text Title { get; } = new("发布一条通知", "Publish a notice");

    public bool IsDecision => false;

    public Task<IReadOnlyList<Text>> PreviewAsync(string content)
    {
        var one = Read(content);
        return Task.FromResult<IReadOnlyList<Text>>(
            [one.Title, one.Text, new($"显示 {one.Days} 天", $"It is shown for {one.Days} days")]);
    }

    public IProposable Request(string content, TakeUpForm form)
    {
        var (one, now) = (Read(content), reads.Clock.Now);
        return new PublishNotice(new("", one.Title, one.Text, now, now + Duration.FromDays(one.Days)));
    }

    private static ProposedNotice Read(string content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, NoticeProposals.Default.ProposedNotice) is { Days: >= 1 and <= MaxDays } one ? one
                : throw new ProposalMistakeException(new($"days：1–{MaxDays}", $"days: 1 to {MaxDays}"));
        }
        catch (JsonException mistake) when (mistake is not ProposalMistakeException)
        {
            throw new ProposalMistakeException(BodyErrorTexts.Of(mistake, NoticeProposals.Default.ProposedNotice), mistake);
        }
    }
}

/// <summary>As the district sends it (docs/district.md).</summary>
internal sealed record ProposedNotice(Text Title, Text Text, int Days);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProposedNotice))]
internal sealed partial class NoticeProposals : JsonSerializerContext;
