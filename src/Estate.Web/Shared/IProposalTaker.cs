using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Estate.Domain.Devices;
using Estate.Domain.DistrictProposals;

namespace Estate.Web.Shared;

/// <summary>What a slice knows of one kind of the district's proposals: what it would change.</summary>
internal interface IProposalTaker
{
    ProposedKind Kind { get; }

    Text Title { get; }

    /// <exception cref="JsonException">It is not what this kind should be.</exception>
    Task<IReadOnlyList<Text>> PreviewAsync(string content);
}

/// <summary>Of a kind that the committee decides on: what a member asks for with it.</summary>
internal interface IDecisionTaker : IProposalTaker
{
    /// <summary>Whether another member has to approve it then, so that it rests on a resolution and takes effect at a time.</summary>
    bool IsDecision { get; }

    /// <summary>For which of them it is; empty where it is for none.</summary>
    IReadOnlyList<(string Name, Text Title)> Devices => [];

    /// <exception cref="JsonException">It is not what this kind should be; or a field was not filled in as it should be.</exception>
    IProposable Request(string content, TakeUpForm form);
}

/// <summary>What a member fills in to take up something that another member has to approve.</summary>
internal sealed record TakeUpForm(string Device, string Resolution, string EffectiveFrom)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal static TakeUpForm Of(IFormCollection form) =>
        new(form["device"].ToString(), form["resolution"].ToString(), form["from"].ToString());

    /// <summary>What the district sent, with what the member filled in, as the API takes it from anybody.</summary>
    /// <param name="member">Where what was sent stands in it; null: its members are members of the whole.</param>
    internal T Read<T>(string content, string? member, JsonTypeInfo<T> schema)
        where T : class
    {
        try
        {
            var sent = JsonNode.Parse(content, documentOptions: Strict)!.AsObject();
            var body = member is null ? sent : new JsonObject { [member] = sent };
            (body["resolution"], body["effective_from"]) = (Resolution, EffectiveFrom);
            return JsonSerializer.Deserialize(body.ToJsonString(), schema) ?? throw new JsonException("null");
        }
        catch (JsonException mistake)
        {
            throw new ProposalMistakeException(BodyErrorTexts.Of(mistake, schema), mistake);
        }
    }

    /// <summary>The content alone, to show it before anything is filled in.</summary>
    internal static T Peek<T>(string content, string? member, JsonTypeInfo<T> schema)
        where T : class => new TakeUpForm("", "-", "2026-01-01T00:00").Read(content, member, schema);
}

/// <summary>What is wrong with a proposal, or with what was filled in, in both languages.</summary>
internal sealed class ProposalMistakeException(Text said, Exception? inner = null) : JsonException(said.En, inner)
{
    internal Text Said => said;
}
