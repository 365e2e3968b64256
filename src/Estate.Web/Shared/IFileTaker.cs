using System.Text.Json;
using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>
/// Of a kind that is a file of the estate: whoever keeps such files looks at it, changes it to suit, and saves it where all of them are
/// saved, with the same checks.
/// </summary>
internal interface IFileTaker : IProposalTaker
{
    /// <summary>Where it can be tried out first.</summary>
    (string Address, Text Label) Trial(ProposedFile file);

    /// <summary>Of what stands under that name now; who saves says what they have seen.</summary>
    string MarkOf(ProposedFile file);

    /// <param name="text">As it was changed here.</param>
    /// <returns>Null where it was saved; otherwise what is wrong.</returns>
    Task<Text?> SaveAsync(ProposedFile file, string text, string mark, string by);
}

/// <summary>As the district sends it (docs/district.md).</summary>
/// <param name="Name">What the estate would call it.</param>
internal sealed record ProposedFile(string Name, string Yaml)
{
    /// <exception cref="ProposalMistakeException">It is none.</exception>
    internal static ProposedFile Read(string content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, ProposedFiles.Default.ProposedFile) is { } file && DeviceId.IsValidLevel(file.Name)
                ? file : throw new ProposalMistakeException(new("name：只用小写字母、数字和短横线", "name: small letters, digits and -"));
        }
        catch (JsonException mistake) when (mistake is not ProposalMistakeException)
        {
            throw new ProposalMistakeException(BodyErrorTexts.Of(mistake, ProposedFiles.Default.ProposedFile), mistake);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProposedFile))]
internal sealed partial class ProposedFiles : JsonSerializerContext;
